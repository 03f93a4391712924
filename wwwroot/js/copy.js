// A button with data-copy puts that text on the clipboard and says so.
document.addEventListener('click', async event => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const label = button.firstChild;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = 'Copied';
  } catch {
    label.textContent = 'Not copied';
  }
  setTimeout(() => { label.textContent = before; }, 1500);
});
