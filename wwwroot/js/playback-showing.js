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

  function showPart({ part, session, first, last, from, ended, running }, index, now) {
    part.hidden = index < first;
    const runs = index < last;
    const [wanted, other] = runs ? [running, ended] : [ended, running];
    if (other !== wanted && other.isConnected) other.replaceWith(wanted);
    if (runs) session.dataset.now = Math.max(now, times[index]) - from;
    else delete session.dataset.now;
    if (!part.hidden) session.dispatchEvent(new CustomEvent('bars:draw', { bubbles: true }));
  }

  function markCurrent(index) {
    events.forEach((event, at) => {
      event.hidden = at > index;
      if (at === index) event.setAttribute('aria-current', 'step');
      else event.removeAttribute('aria-current');
    });
  }

  // What is being read stays where it is.
  function follow(event, playing) {
    if (!(playing && recording.querySelector('.event-detail[open]'))) event.scrollIntoView({ block: 'nearest' });
  }

  let shown = -1;
  recording.addEventListener('playback:moved', ({ detail: { index, now, playing } }) => {
    const moved = index !== shown;
    if (moved) markCurrent(index);
    const near = parts.filter(({ first, last }) => moved || (first <= index && index <= last));
    near.forEach(part => showPart(part, index, now));
    if (moved && shown >= 0) follow(events[index], playing);
    shown = index;
  });
})();
