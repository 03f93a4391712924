// The time of a recording: which of its events is the latest shown, and at which recorded moment (ms). It moves by itself
// while it plays, or where it is put, and tells of it (playback:moved).
(() => {
  const recording = document.querySelector('[data-recording]');
  if (!recording) return;
  // A browser that was asleep, or a tab that was hidden, goes on where it was.
  const LONGEST_FRAME = 250;
  const reduced = matchMedia('(prefers-reduced-motion: reduce)');
  const events = [...recording.querySelectorAll('.event[data-at]')];
  const times = events.map(event => Number(event.closest('[data-from]').dataset.from) + Number(event.dataset.at));
  const end = times.at(-1);
  let index = 0, now = times[0], speed = 1, playing = false, before = 0;

  function tell() {
    recording.dispatchEvent(new CustomEvent('playback:moved', { detail: { index, now, playing } }));
  }

  function tick(at) {
    if (!playing) return;
    const was = index;
    now = Math.min(end, now + Math.min(at - before, LONGEST_FRAME) * speed);
    before = at;
    while (index + 1 < times.length && times[index + 1] <= now) index++;
    if (now >= end) playing = false;
    // Without motion only the events come, one after the other.
    if (!reduced.matches || index !== was || !playing) tell();
    if (playing) requestAnimationFrame(tick);
  }

  function put(to, moment) {
    [playing, index, now] = [false, to, moment];
    tell();
  }

  recording.clock = {
    events,
    times,
    end,
    play() {
      if (playing) return;
      if (index === times.length - 1) [index, now] = [0, times[0]];
      [playing, before] = [true, performance.now()];
      tell();
      requestAnimationFrame(tick);
    },
    pause() { put(index, now); },
    toggle() { if (playing) this.pause(); else this.play(); },
    /** Events of one moment are steps of their own. */
    step(by) { this.show(index + by); },
    show(to) {
      if (to >= 0 && to < times.length) put(to, times[to]);
    },
    seek(moment) { put(Math.max(0, times.findLastIndex(time => time <= moment)), Math.max(moment, times[0])); },
    nextError: () => events.findIndex((event, at) => at > index && event.classList.contains('tone-refused')),
    set speed(factor) { speed = factor; },
  };
})();
