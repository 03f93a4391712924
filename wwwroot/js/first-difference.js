// Marks, in each flow of a comparison, the event in which it parts from the others.
(() => {
  const ids = document.querySelector('[data-first-difference]')?.dataset.firstDifference.split(' ') ?? [];
  for (const event of ids.map(id => document.getElementById(id)).filter(Boolean)) {
    event.classList.add('is-first-difference');
    const mark = document.createElement('span');
    mark.className = 'event-mark';
    mark.textContent = 'first difference';
    event.querySelector('.event-text').append(' ', mark);
  }
})();
