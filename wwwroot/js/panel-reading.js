// New events never move what is being read: while somebody has scrolled or opened something, they wait behind "3 new".
(() => {
  const EVENT = /<li class="event /g;
  const held = new WeakMap();

  const boxOf = panel => panel.querySelector('.panel-scroll');
  const scrolls = box => box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== 'visible';

  function isReading(panel) {
    const box = boxOf(panel);
    const scrolled = scrolls(box) ? box.scrollTop > 8 : panel.getBoundingClientRect().top < -8;
    return scrolled || box.querySelector('.event-detail[open]') !== null;
  }

  function showCount(panel) {
    const waiting = held.get(panel) ?? [];
    const count = waiting.reduce((sum, text) => sum + (text.match(EVENT)?.length ?? 0), 0);
    panel.querySelector('.panel-new').hidden = count === 0;
    panel.querySelector('[data-count]').textContent = count;
  }

  async function release(panel) {
    const waiting = held.get(panel) ?? [];
    held.delete(panel);
    showCount(panel);
    for (const text of waiting) await htmx.swap({ sourceElement: panel, target: boxOf(panel), swap: 'none', text });
  }

  document.addEventListener('htmx:ws:before:message:incoming', event => {
    const panel = event.target.closest?.('.panel');
    const text = event.detail.message.data;
    if (!panel || text.includes('data-ended')) return;
    if (!held.has(panel) && !isReading(panel)) return;
    event.preventDefault();
    held.set(panel, [...(held.get(panel) ?? []), text]);
    showCount(panel);
  });

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-show-new]');
    if (!button) return;
    const panel = button.closest('.panel');
    boxOf(panel).querySelectorAll('.event-detail[open]').forEach(detail => { detail.open = false; });
    await release(panel);
    boxOf(panel).scrollTo({ top: 0 });
    boxOf(panel).focus({ preventScroll: true });
  });

  // Back at the top with everything closed, nothing is being read any more.
  const settle = panel => { if (panel && held.has(panel) && !isReading(panel)) release(panel); };
  document.addEventListener('scroll', event => {
    if (event.target === document) document.querySelectorAll('.panel').forEach(settle);
    else settle(event.target.closest?.('.panel'));
  }, { passive: true, capture: true });
  document.addEventListener('toggle', event => settle(event.target.closest?.('.panel')), true);
})();
