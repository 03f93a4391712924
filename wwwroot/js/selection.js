// Selecting a user opens a panel, deselecting or Remove takes it away; the selection is in the address.
(() => {
  const panels = document.getElementById('panels');
  const panelOf = id => document.getElementById(`panel-${id}`);
  const boxOf = id => document.getElementById(`select-${id}`);

  function writeAddress() {
    const address = new URL(location.href);
    address.searchParams.delete('users');
    panels.querySelectorAll('.panel').forEach(panel => address.searchParams.append('users', panel.dataset.user));
    history.replaceState(null, '', address);
  }

  // A panel whose monitoring has ended makes room for a new one.
  async function open(id) {
    const panel = panelOf(id);
    if (!panel) await htmx.ajax('GET', `/live-updates/panels/${id}`, { source: panels, target: panels, swap: 'beforeend' });
    else if (panel.querySelector('[data-ended]')) await htmx.ajax('GET', `/live-updates/panels/${id}`, { source: panels, target: panel, swap: 'outerHTML' });
    writeAddress();
    if (boxOf(id)?.checked === false) await close(id);
  }

  // Through htmx, which closes the panel's socket with it.
  async function close(id) {
    const panel = panelOf(id);
    if (panel) await htmx.swap({ sourceElement: panels, target: panel, swap: 'delete', text: '' });
    writeAddress();
  }

  document.addEventListener('change', event => {
    const box = event.target;
    if (!box.matches?.('#selection input[name=users]')) return;
    if (box.checked) open(box.value); else close(box.value);
  });

  document.addEventListener('click', event => {
    const panel = event.target.closest('[data-remove]')?.closest('.panel');
    if (panel) {
      const box = boxOf(panel.dataset.user);
      if (box) box.checked = false;
      close(panel.dataset.user);
      (box ?? document.getElementById('content')).focus();
      return;
    }
    const gap = event.target.closest('[data-reload-panel]')?.closest('.panel');
    if (gap) htmx.ajax('GET', `/live-updates/panels/${gap.dataset.user}`, { source: panels, target: gap, swap: 'outerHTML' });
  });
})();
