// The text box: Enter sends, Shift+Enter makes a line; suggestions send themselves; the box grows where CSS cannot do it.
(() => {
  const form = document.getElementById('composer');
  const box = document.getElementById('message');
  const send = document.getElementById('send');

  // Text that cannot be sent now stays in the box.
  const submit = () => { if (!send.disabled) form.requestSubmit(send); };

  box.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });

  document.addEventListener('click', event => {
    const ask = event.target.closest('[data-ask]');
    if (!ask) return;
    box.value = ask.textContent;
    submit();
    box.focus();
  });

  if (!CSS.supports('field-sizing', 'content')) {
    const grow = () => { box.style.blockSize = 'auto'; box.style.blockSize = `${box.scrollHeight}px`; };
    box.addEventListener('input', grow);
  }
})();
