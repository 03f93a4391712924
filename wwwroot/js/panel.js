// What a live panel does with its socket's fragments besides swapping them, which htmx does: status, order, limits.
(() => {
  const MOST_SESSIONS = 20;
  const CURSOR = /<!--after:([0-9a-f-]{36})-->/g;

  const panelOf = event => event.target.closest?.('.panel');

  function showStatus(panel, word, tone) {
    const status = panel.querySelector('[data-status]');
    if (status.textContent === word) return;
    status.textContent = word;
    status.className = `badge tone-${tone}`;
  }

  document.addEventListener('htmx:ws:after:connection', event => {
    const panel = panelOf(event);
    if (panel) showStatus(panel, 'Connected', 'passed');
  });

  document.addEventListener('htmx:ws:close', event => {
    const panel = panelOf(event);
    if (!panel || event.detail.reason === 'removed') return;
    if (event.detail.code === 1008) {
      showStatus(panel, 'Monitoring ended', 'neutral');
      panel.querySelector('.panel-left')?.remove();
    } else {
      showStatus(panel, 'Reconnecting…', 'warning');
    }
  });

  // The next connection asks for what comes behind the last event this one brought.
  document.addEventListener('htmx:ws:before:message:incoming', event => {
    const panel = panelOf(event);
    if (!panel) return;
    const last = [...event.detail.message.data.matchAll(CURSOR)].at(-1);
    if (!last) return;
    const address = new URL(event.detail.connection.url);
    address.searchParams.set('after', last[1]);
    event.detail.connection.url = address.href;
  });

  // What is there already is not put in again: a reconnect may repeat a session's frame, a crash an event.
  document.addEventListener('htmx:before:swap', event => {
    if (!panelOf(event)) return;
    for (const task of event.detail.tasks) {
      if (task.swapSpec?.style === 'outerHTML') continue;
      for (const child of [...task.fragment.children]) {
        if (child.id && document.getElementById(child.id)) child.remove();
      }
    }
  });

  document.addEventListener('htmx:after:swap', event => {
    const panel = panelOf(event);
    const box = panel?.querySelector('.panel-scroll');
    if (!box?.querySelector('.session')) return;
    box.querySelectorAll('[data-empty], .loading').forEach(element => element.remove());
    [...box.querySelectorAll('.session')].slice(MOST_SESSIONS).forEach(session => session.remove());
  });
})();
