// A search uses the days of the browser's time zone, and its address names only what was asked for.
(() => {
  const form = document.getElementById('search');
  form.addEventListener('submit', () => {
    const hasDate = ['date_from', 'date_to'].some(name => form.elements[name].value);
    form.elements.tz.value = hasDate ? Intl.DateTimeFormat().resolvedOptions().timeZone : '';
    const empty = [...form.elements].filter(field => field.name && !field.value);
    empty.forEach(field => { field.disabled = true; });
    setTimeout(() => empty.forEach(field => { field.disabled = false; }));
  });
})();
