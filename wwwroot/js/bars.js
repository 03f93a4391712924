// Places each event's bar on its session's time axis: from its own moment to the next event's, or to now. Where flows are
// looked back at (data-recorded) no time passes by itself: a script says what "now" is (data-now, ms) and asks for a drawing
// (bars:draw). Flows side by side share one axis (data-scale, ms).
(() => {
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');

  function draw(session) {
    const head = session.querySelector('.session-head');
    const events = [...session.querySelectorAll('.event[data-at]:not([hidden])')];
    if (!head || !events.length) return;
    const running = head.dataset.status === 'running';
    const last = Number(events.at(-1).dataset.at);
    const scale = Number(session.closest('[data-scale]')?.dataset.scale) || 0;
    const now = running ? elapsed(session, last) : 0;
    const total = Math.max(1, Number(head.dataset.duration) || 0, last, now, scale);
    events.forEach((event, index) => {
      const from = Number(event.dataset.at);
      const next = index + 1 < events.length ? Number(events[index + 1].dataset.at) : running ? now : from;
      const bar = event.querySelector('.event-bar');
      bar.style.setProperty('--from', from / total);
      bar.style.setProperty('--to', next / total);
      event.classList.toggle('is-running', running && index === events.length - 1);
    });
    if (running) session.querySelector('.session-facts').textContent = seconds(now);
  }

  // Counted from when the last event came, as this clock and the server's may differ.
  function elapsed(session, last) {
    if (session.closest('[data-recorded]')) return Math.max(last, Number(session.dataset.now ?? 0));
    if (session.lastSeen !== last) {
      session.lastSeen = last;
      session.lastSeenAt = performance.now();
    }
    return last + performance.now() - session.lastSeenAt;
  }

  const seconds = ms => ms < 60000 ? `${(Math.floor(ms / 100) / 10).toFixed(1)} s` : `${Math.floor(ms / 60000)} min ${Math.floor(ms % 60000 / 1000)} s`;

  const pending = new Set();
  function schedule(session) {
    if (!pending.size) requestAnimationFrame(() => { pending.forEach(draw); pending.clear(); });
    pending.add(session);
  }

  new MutationObserver(changes => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        const session = node.closest('.session');
        if (session && node.matches('.event, .session-head, .session')) schedule(session);
        node.querySelectorAll('.session').forEach(schedule);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener('bars:draw', event => draw(event.target));
  setInterval(() => document.querySelectorAll('.session:has([data-status=running])').forEach(schedule), reduced.matches ? 1000 : 500);
  document.querySelectorAll('.session').forEach(schedule);
})();
