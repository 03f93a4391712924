// A combobox (ARIA 1.2) over suggestions that htmx brings from the server: arrows, Enter, Escape, click.
(() => {
  const listOf = box => document.getElementById(box.getAttribute('aria-controls'));
  // What stood in a box when its suggestions were done with: an answer that comes later does not bring them back.
  const doneWith = new WeakMap();
  const options = list => [...list.querySelectorAll('[role=option]')];

  function open(box, shown) {
    const list = listOf(box);
    list.hidden = !shown;
    box.setAttribute('aria-expanded', String(shown));
    if (!shown) mark(box, null);
  }

  function close(box) {
    doneWith.set(box, box.value);
    open(box, false);
  }

  function mark(box, option) {
    options(listOf(box)).forEach(each => each.setAttribute('aria-selected', String(each === option)));
    if (option) {
      box.setAttribute('aria-activedescendant', option.id);
      option.scrollIntoView({ block: 'nearest' });
    } else {
      box.removeAttribute('aria-activedescendant');
    }
  }

  function choose(box, option) {
    box.value = option.dataset.value;
    close(box);
    box.focus();
  }

  function move(box, step) {
    const list = listOf(box);
    const all = options(list);
    if (!all.length) return;
    if (list.hidden) open(box, true);
    const at = all.findIndex(option => option.getAttribute('aria-selected') === 'true');
    mark(box, all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
  }

  document.addEventListener('htmx:after:swap', event => {
    const box = event.target;
    if (box.matches?.('[role=combobox]')) open(box, doneWith.get(box) !== box.value && document.activeElement === box && box.value.trim() !== '' && listOf(box).childElementCount > 0);
  });

  document.addEventListener('keydown', event => {
    const box = event.target;
    if (!box.matches?.('[role=combobox]')) return;
    const list = listOf(box);
    const chosen = list.querySelector('[aria-selected=true]');
    if (event.key === 'ArrowDown') move(box, 1);
    else if (event.key === 'ArrowUp') move(box, -1);
    else if (event.key === 'Enter' && !list.hidden && chosen) choose(box, chosen);
    else if (event.key === 'Escape') {
      const wasOpen = !list.hidden;
      close(box);
      if (!wasOpen) return;
    } else return;
    event.preventDefault();
  });

  // Before the click, so that the box keeps the focus.
  document.addEventListener('pointerdown', event => {
    const option = event.target.closest('.suggestions [role=option]');
    const box = option && document.querySelector(`[aria-controls="${option.closest('.suggestions').id}"]`);
    if (!option) return;
    event.preventDefault();
    choose(box, option);
  });

  document.addEventListener('input', event => {
    if (event.target.matches?.('[role=combobox]')) doneWith.delete(event.target);
  });

  document.addEventListener('focusout', event => {
    if (event.target.matches?.('[role=combobox]')) open(event.target, false);
  });
})();
