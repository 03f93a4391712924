// The list of recent conversations closes like a menu: on Escape and on a click elsewhere.
(() => {
  const opened = () => document.querySelector('.recent[open]');
  document.addEventListener('keydown', event => {
    const menu = opened();
    if (event.key !== 'Escape' || !menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
  document.addEventListener('click', event => {
    const menu = opened();
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
})();
