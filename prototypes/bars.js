// Bars take their place on the time axis from custom properties; set through CSSOM, which the CSP allows.
for (const bar of document.querySelectorAll('.event-bar')) {
  bar.style.setProperty('--from', bar.dataset.from);
  bar.style.setProperty('--to', bar.dataset.to);
}
