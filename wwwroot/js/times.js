// Writes <time data-format> in the browser's zone and language, and keeps relative ones true.
(() => {
  const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
  const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'medium' });
  const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

  const span = ms => ms < MINUTE ? `${Math.max(0, Math.ceil(ms / SECOND))} s`
    : ms < HOUR ? `${Math.floor(ms / MINUTE)} min ${Math.floor(ms % MINUTE / SECOND)} s`
    : `${Math.floor(ms / HOUR).toLocaleString()} h ${Math.floor(ms % HOUR / MINUTE)} min ${Math.floor(ms % MINUTE / SECOND)} s`;

  const dayOf = time => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();

  function when(time) {
    const days = Math.round((dayOf(time) - dayOf(new Date())) / DAY);
    return days === 0 ? `${minute.format(time)} today` : days === 1 ? `${minute.format(time)} tomorrow` : `${minute.format(time)} on ${day.format(time)}`;
  }

  function ago(time) {
    const past = Date.now() - time;
    return past < MINUTE ? 'just now' : past < HOUR ? `${Math.floor(past / MINUTE)} min ago` : past < DAY ? `${Math.floor(past / HOUR)} h ago`
      : past < 2 * DAY ? 'yesterday' : day.format(time);
  }

  const formats = {
    clock: time => clock.format(time),
    exact: time => exact.format(time),
    when,
    ago,
    left: time => time > Date.now() ? `${span(time - Date.now())} left` : 'ended',
    in: time => time > Date.now() ? `in ${span(time - Date.now())}` : 'ended',
  };

  function write(element) {
    const time = new Date(element.dateTime);
    const text = formats[element.dataset.format]?.(time);
    if (text && element.textContent !== text) element.textContent = text;
    if (!element.title) element.title = exact.format(time);
  }

  const writeAll = root => root.querySelectorAll?.('time[data-format]').forEach(write);

  new MutationObserver(changes => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.matches?.('time[data-format]')) write(node);
        writeAll(node);
      }
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  setInterval(() => document.querySelectorAll('time:is([data-format=ago],[data-format=left],[data-format=in],[data-format=when])').forEach(write), SECOND);
  writeAll(document);
})();
