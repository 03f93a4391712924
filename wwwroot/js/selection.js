// Selecting a user opens a panel, deselecting or Remove takes it away; the selection is in the address.
(() => {
  const panels = document.getElementById('panels');
  const panelOf = id => document.getElementById(`panel-${id}`);
  const boxOf = id => document.getElementById(`select-${id}`);
  // Who is chosen, and whose panel is on its way: the list may be drawn anew meanwhile, by a server that knows of neither.
  const wanted = new Set();
  const loading = new Set();

  function mark(id) {
    const box = boxOf(id);
    if (box) box.checked = wanted.has(id);
  }

  function writeAddress() {
    const address = new URL(location.href);
    address.searchParams.delete('users');
    panels.querySelectorAll('.panel').forEach(panel => address.searchParams.append('users', panel.dataset.user));
    history.replaceState(null, '', address);
  }

  // A panel whose monitoring has ended makes room for a new one.
  async function open(id) {
    wanted.add(id);
    if (loading.has(id)) return;
    loading.add(id);
    try {
      await load(id, panelOf(id));
    } finally {
      loading.delete(id);
    }
    writeAddress();
    mark(id);
    if (!wanted.has(id)) await close(id);
  }

  async function load(id, panel) {
    if (!panel) await htmx.ajax('GET', `/live-updates/panels/${id}`, { source: panels, target: panels, swap: 'beforeend' });
    else if (panel.querySelector('[data-ended]')) await htmx.ajax('GET', `/live-updates/panels/${id}`, { source: panels, target: panel, swap: 'outerHTML' });
  }

  // Through htmx, which closes the panel's socket with it.
  async function close(id) {
    wanted.delete(id);
    const panel = panelOf(id);
    if (panel) await htmx.swap({ sourceElement: panels, target: panel, swap: 'delete', text: '' });
    writeAddress();
  }

  document.addEventListener('htmx:after:swap', () => loading.forEach(mark));

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
