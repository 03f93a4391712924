// Says how many flows are marked, and compares only as many as can stand side by side.
(() => {
  const form = document.getElementById('compare');
  const button = form?.querySelector('[data-compare]');
  if (!button) return;
  const hint = form.querySelector('[data-compare-hint]');
  const first = hint.textContent;

  function count() {
    const marked = form.querySelectorAll('input[name=session]:checked').length;
    button.disabled = marked < 2 || marked > 4;
    hint.textContent = marked === 0 ? first : marked === 1 ? 'One flow is marked; mark one to three more.' : marked > 4 ? `${marked} flows are marked; four can be compared.` : `${marked} flows are marked.`;
  }

  form.addEventListener('change', count);
  count();
})();
