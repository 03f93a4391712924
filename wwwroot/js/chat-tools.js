// Tool calls of the answer that is being given: a card each, and the question whether one may be called.
const chatTools = (() => {
  const make = id => document.getElementById(id).content.firstElementChild.cloneNode(true);
  const find = callId => chatLog.current?.querySelector(`.tool[data-call="${CSS.escape(callId)}"]`);
  const findQuestion = callId => chatLog.current?.querySelector(`.approval[data-call="${CSS.escape(callId)}"]`);
  const TONES = { ok: 'passed', error: 'refused', refused: 'refused' };

  const spanOf = ms => ms < 1000 ? `${ms} ms` : ms < 60000 ? `${Math.floor(ms / 100) / 10} s` : `${Math.floor(ms / 60000)} min ${Math.floor(ms / 1000) % 60} s`;

  function begin(frame) {
    findQuestion(frame.call_id)?.remove();
    if (find(frame.call_id)) return;
    const card = make('tool-template');
    card.dataset.call = frame.call_id;
    card.dataset.running = '';
    card.querySelector('.tool-name').textContent = `${frame.mcp} / ${frame.tool}`;
    card.querySelector('.tool-arguments').textContent = frame.preview === '{}' ? '' : frame.preview || '';
    chatLog.place(card);
  }

  // Its words are fetched when somebody opens it.
  function end(frame) {
    const card = find(frame.call_id);
    if (!card) return;
    delete card.dataset.running;
    const badge = card.querySelector('.badge');
    badge.className = `badge tone-${TONES[frame.status] || 'refused'}`;
    badge.textContent = frame.status;
    card.querySelector('.tool-time').textContent = spanOf(frame.duration_ms);
    if (frame.reason) card.querySelector('.tool-arguments').textContent = frame.reason;
    card.setAttribute('hx-get', `/tool-calls/${frame.session_id}/${encodeURIComponent(frame.call_id)}`);
    card.setAttribute('hx-trigger', 'toggle once');
    card.setAttribute('hx-target', 'find .tool-more');
    card.setAttribute('hx-swap', 'innerHTML');
    htmx.process(card);
    chatLog.waitAnew();
  }

  function ask(frame, connection) {
    if (findQuestion(frame.call_id)) return;
    const question = make('approval-template');
    question.dataset.call = frame.call_id;
    question.dataset.until = frame.expires_at;
    question.querySelector('.approval-text').textContent = `The model wants to call ${frame.mcp} / ${frame.tool}. It may change or delete something.`;
    question.querySelector('.approval-arguments').textContent = JSON.stringify(frame.arguments, null, 2);
    // Of two questions, each button says which it answers.
    for (const button of question.querySelectorAll('button')) {
      const which = document.createElement('span');
      which.className = 'visually-hidden';
      which.textContent = ` ${frame.mcp} / ${frame.tool}, ${frame.call_id}`;
      button.append(which);
    }
    const answer = allow => {
      for (const button of question.querySelectorAll('button')) button.disabled = true;
      // The connection of now: the one over which it was asked may have been lost since.
      connection.socket.send(JSON.stringify({ type: 'approve', call_id: frame.call_id, allow }));
    };
    question.querySelector('[data-allow]').addEventListener('click', () => answer(true));
    question.querySelector('[data-refuse]').addEventListener('click', () => answer(false));
    chatLog.place(question);
    showLeft();
    question.querySelector('[data-refuse]').focus({ preventScroll: true });
  }

  function showLeft() {
    for (const question of document.querySelectorAll('.approval[data-until]')) {
      const seconds = Math.max(0, Math.round(question.dataset.until - Date.now() / 1000));
      question.querySelector('.approval-left').textContent = `Refused by itself in ${seconds} s.`;
    }
  }

  setInterval(showLeft, 1000);

  return { tool_call: begin, tool_result: end, approval_required: ask };
})();
