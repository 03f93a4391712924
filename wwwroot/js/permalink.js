// Opens what holds the checkpoint that the address names, and brings it into view; also when only the address changes.
(() => {
  function show() {
    const target = /^#node-[0-9a-f-]{36}$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
    if (!target) {
      // A link to a message of a long conversation names it in the query.
      const at = new URLSearchParams(location.search).get('at');
      if (!location.hash && at) document.getElementById(`record-${at}`)?.scrollIntoView();
      return;
    }
    for (let box = target.parentElement; box; box = box.parentElement) {
      if (box.localName === 'details') box.open = true;
    }
    const detail = target.querySelector('details');
    if (detail) detail.open = true;
    document.querySelectorAll('.event.is-target').forEach(other => other.classList.remove('is-target'));
    target.classList.add('is-target');
    target.scrollIntoView({ block: 'center' });
    target.querySelector('summary')?.focus({ preventScroll: true });
  }

  addEventListener('hashchange', show);
  show();
})();
