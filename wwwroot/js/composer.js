// The text box: Enter sends, Shift+Enter makes a line; suggestions send themselves; the box grows where CSS cannot do it.
(() => {
  const form = document.getElementById('composer');
  const box = document.getElementById('message');

  box.addEventListener('keydown', event => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(document.getElementById('send'));
    }
  });

  document.addEventListener('click', event => {
    const ask = event.target.closest('[data-ask]');
    if (!ask) return;
    box.value = ask.textContent;
    form.requestSubmit(document.getElementById('send'));
    box.focus();
  });

  if (!CSS.supports('field-sizing', 'content')) {
    const grow = () => { box.style.blockSize = 'auto'; box.style.blockSize = `${box.scrollHeight}px`; };
    box.addEventListener('input', grow);
  }
})();
