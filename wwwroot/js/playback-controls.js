// The controls of a recording: buttons, slider, keys, and the event that the address names.
(() => {
  const recording = document.querySelector('[data-recording]');
  if (!recording) return;
  const { clock } = recording;
  const player = recording.querySelector('[data-player]');
  const find = name => player.querySelector(`[data-${name}]`);
  const [play, word, back, forward, error, step, now, length, copy] =
    ['play', 'play-word', 'back', 'forward', 'error', 'step', 'now', 'length', 'copy'].map(find);
  const SETTLED = 200;
  let settled = 0;
  const slider = player.querySelector('[type=range]');

  const digits = clock.end < 1000 ? 3 : clock.end < 10000 ? 2 : 1;
  const seconds = ms => ms < 60000 ? `${(ms / 1000).toFixed(digits)} s` : `${Math.floor(ms / 60000)} min ${Math.floor(ms % 60000 / 1000)} s`;
  // Not "disabled": the button that was pressed last keeps the focus.
  const enable = (button, can) => button.setAttribute('aria-disabled', String(!can));
  const whenEnabled = action => event => { if (event.currentTarget.getAttribute('aria-disabled') !== 'true') action(); };

  function drawMarks() {
    const marks = player.querySelector('.player-marks');
    clock.events.forEach((event, index) => {
      const mark = document.createElement('span');
      mark.className = [...event.classList].filter(name => name.startsWith('tone-')).join(' ');
      mark.style.setProperty('--place', (clock.times[index] - clock.times[0]) / Math.max(1, clock.end - clock.times[0]));
      marks.append(mark);
    });
  }

  recording.addEventListener('playback:moved', ({ detail }) => {
    const place = `event ${detail.index + 1} of ${clock.events.length}`;
    const last = detail.index === clock.events.length - 1;
    player.dataset.state = detail.playing ? 'playing' : last ? 'ended' : 'paused';
    word.textContent = detail.playing ? 'Pause' : last ? 'Play again' : 'Play';
    step.setAttribute('aria-live', detail.playing ? 'off' : 'polite');
    if (step.textContent !== place) step.textContent = place;
    now.textContent = seconds(detail.now);
    slider.value = detail.now;
    slider.setAttribute('aria-valuetext', `${seconds(detail.now)} of ${seconds(clock.end)}, ${place}`);
    enable(back, detail.index > 0);
    enable(forward, !last);
    enable(error, clock.nextError() >= 0);
    if (detail.playing) return;
    // So that the address, once copied, shows somebody else this event.
    const address = new URL(`#${clock.events[detail.index].id}`, location.href);
    copy.dataset.copy = address.href;
    clearTimeout(settled);
    // Browsers refuse an address that changes too often.
    settled = setTimeout(() => history.replaceState(null, '', address), SETTLED);
  });

  play.addEventListener('click', () => clock.toggle());
  back.addEventListener('click', whenEnabled(() => clock.step(-1)));
  forward.addEventListener('click', whenEnabled(() => clock.step(1)));
  error.addEventListener('click', whenEnabled(() => clock.show(clock.nextError())));
  slider.addEventListener('input', () => clock.seek(Number(slider.value)));
  player.addEventListener('change', event => { if (event.target.name === 'speed') clock.speed = Number(event.target.value); });

  const keys = { ' ': () => clock.toggle(), ArrowLeft: () => clock.step(-1), ArrowRight: () => clock.step(1) };
  player.addEventListener('keydown', event => {
    // Buttons and the choice of speed have keys of their own.
    if ((event.target !== player && event.target !== slider) || event.altKey || event.ctrlKey || event.metaKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const named = () => clock.events.findIndex(event => `#${event.id}` === location.hash);
  addEventListener('hashchange', () => clock.show(named()));

  [slider.min, slider.max, length.textContent] = [clock.times[0], clock.end, seconds(clock.end)];
  drawMarks();
  player.hidden = false;
  clock.show(Math.max(0, named()));
  if (named() > 0) clock.events[named()].scrollIntoView({ block: 'center' });
})();
