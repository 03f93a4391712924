// Joins the chat socket, which htmx keeps open, with the log: frames in, messages out, status shown.
(() => {
  const chat = document.getElementById('chat');
  const form = document.getElementById('composer');
  const box = document.getElementById('message');
  const send = document.getElementById('send');
  const stop = document.getElementById('stop');
  const status = document.getElementById('chat-status');
  const trouble = document.getElementById('composer-status');
  // Known to the server: an earlier one, or one in which a message has been taken.
  let conversationId = chat.dataset.conversation || null;
  let offered = null;
  let lastQuestion = '';
  let lastError = '';
  let connectedBefore = false;

  function showStatus(word, tone) {
    status.textContent = word;
    status.className = `badge tone-${tone}`;
  }

  function showTrouble(sentence) {
    trouble.hidden = !sentence;
    trouble.firstElementChild.textContent = sentence || '';
  }

  function showRunning(running) {
    stop.disabled = !running;
    send.disabled = running;
  }

  function know(id, connection) {
    if (conversationId !== id) {
      conversationId = id;
      history.replaceState(null, '', `/chat?conversation_id=${id}`);
    }
    const address = new URL('/ws/chat', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('conversation_id', id);
    connection.url = address.href;
  }

  const frames = {
    welcome(frame) {
      offered = frame.conversation_id;
      showStatus('Connected', 'passed');
      showTrouble('');
      if (!frame.running && connectedBefore && (chatLog.running || chatLog.unsaved)) afterLoss();
      connectedBefore = true;
    },
    resumed(frame) {
      chatLog.beginAnswer();
      if (frame.text) chatLog.setText(frame.text);
      chatLog.markSaved();
      showRunning(true);
    },
    token(frame, connection) {
      know(offered, connection);
      chatLog.addText(frame.text);
    },
    async done(frame, connection) {
      know(frame.result.conversation_id, connection);
      await chatLog.complete(frame.result.session_id);
      showRunning(false);
    },
    error(frame, connection) {
      lastError = frame.error;
      if (frame.session_id) know(offered, connection);
      if (frame.code === 'invalid_json' || frame.code === 'invalid_message') return showTrouble(frame.error);
      if (!chatLog.running) return showTrouble(frame.error);
      const again = frame.code === 'usage_limit' || frame.code === 'blocked' ? null : sayAgain;
      chatLog.fail(frame.error, again);
      chatLog.markSaved();
      showRunning(false);
    },
  };

  // The answer may have been completed while nobody listened: the stored conversation tells.
  async function afterLoss() {
    showRunning(false);
    if (conversationId) {
      await chatLog.reload(conversationId);
      if (chatLog.unsaved) chatLog.fail('The connection was lost before this message was taken. Send it again.', sayAgain);
    } else {
      chatLog.fail('The connection was lost before this message was taken. Send it again.', sayAgain);
    }
  }

  function sayAgain() {
    box.value = lastQuestion;
    form.requestSubmit(send);
  }

  chat.addEventListener('htmx:ws:before:message:incoming', event => {
    const frame = JSON.parse(event.detail.message.data);
    const handled = frames[frame.type]?.(frame, event.detail.connection);
    if (handled) event.detail.waitUntil(handled);
  });

  chat.addEventListener('htmx:ws:before:message:outgoing', event => {
    const { values } = event.detail.message;
    if (values.type === 'stop') {
      event.detail.message.data = JSON.stringify({ type: 'stop' });
      return;
    }
    const text = (values.text || '').trim();
    if (!text || chatLog.running) return event.preventDefault();
    event.detail.message.data = JSON.stringify({ type: 'message', text });
    lastQuestion = text;
    showTrouble('');
    chatLog.addQuestion(text);
    chatLog.beginAnswer();
    showRunning(true);
    box.value = '';
    box.dispatchEvent(new Event('input'));
  });

  // Sent before htmx has begun to connect: the message is not lost, it goes a moment later.
  chat.addEventListener('htmx:ws:error', event => {
    if (event.detail.error === 'Connection not open' && event.target === form && !lastError) setTimeout(() => form.requestSubmit(send), 50);
  });

  chat.addEventListener('htmx:ws:close', event => {
    const { code, reason } = event.detail;
    if (reason === 'removed') return;
    if (code === 1008) {
      showStatus('Disconnected', 'refused');
      showTrouble(lastError || 'The chat was closed. Sign in again.');
      send.disabled = true;
      stop.disabled = true;
      return;
    }
    if (code === 1000 || code === 1009) {
      showStatus('Disconnected', 'refused');
      showTrouble(code === 1009 ? 'The message was too big. Load the page again and send a shorter one.' : 'The chat was closed. Load the page again to go on.');
      return;
    }
    showStatus('Reconnecting…', 'warning');
    showTrouble('The connection was lost. Trying again; your text is kept.');
  });
})();
