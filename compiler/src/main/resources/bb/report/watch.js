'use strict';
(() => {
  const events = new EventSource('events');
  events.addEventListener('version', event => {
    if (event.data !== document.body.dataset.version) location.reload();
  });
  events.addEventListener('error', () => { document.title = document.title.replace(/^(\(not watched\) )?/, '(not watched) '); });
  events.addEventListener('open', () => { document.title = document.title.replace(/^\(not watched\) /, ''); });
})();
