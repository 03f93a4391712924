// Shows a recording as a live panel would look at its moment: events so far, sessions that run, bars that grow.
(() => {
  const recording = document.querySelector('[data-recording]');
  if (!recording) return;
  const { events, times } = recording.clock;
  const indexes = new Map(events.map((event, index) => [event, index]));
  const parts = [...recording.querySelectorAll('.recording-part')].map(part => {
    const own = [...part.querySelectorAll('.event[data-at]')].map(event => indexes.get(event));
    const ended = part.querySelector('.session-head');
    return {
      part,
      session: part.querySelector('.session'),
      first: own[0],
      last: own.at(-1),
      from: Number(part.dataset.from),
      ended,
      running: part.querySelector('template')?.content.firstElementChild.cloneNode(true) ?? ended,
    };
  });

  // Of a long recording, only what changes is drawn again.
  function showPart(own, index, now) {
    const { part, session, first, last, from, ended, running } = own;
    const state = index < first ? 'hidden' : index < last ? 'running' : 'ended';
    if (state === own.state && (index < first || index > last)) return;
    own.state = state;
    part.hidden = state === 'hidden';
    const [wanted, other] = state === 'running' ? [running, ended] : [ended, running];
    if (other !== wanted && other.isConnected) other.replaceWith(wanted);
    if (state === 'running') session.dataset.now = Math.max(now, times[index]) - from;
    else delete session.dataset.now;
    if (!part.hidden) session.dispatchEvent(new CustomEvent('bars:draw', { bubbles: true }));
  }

  // What is being read stays where it is.
  function follow(event, playing) {
    if (!(playing && recording.querySelector('.event-detail[open]'))) event.scrollIntoView({ block: 'nearest' });
  }

  // As the page was sent, all is shown and no event is the current one.
  let [shown, begun] = [events.length - 1, false];
  function showUpTo(index) {
    for (let at = Math.min(shown, index); at <= Math.max(shown, index); at++) events[at].hidden = at > index;
    events[shown].removeAttribute('aria-current');
    events[index].setAttribute('aria-current', 'step');
    shown = index;
  }

  recording.addEventListener('playback:moved', ({ detail: { index, now, playing } }) => {
    const moved = index !== shown || !begun;
    if (moved) showUpTo(index);
    parts.forEach(part => showPart(part, index, now));
    if (moved && begun) follow(events[index], playing);
    begun = true;
  });
})();
