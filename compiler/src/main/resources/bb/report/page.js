'use strict';
(() => {
  // ---- places: the same as bb.report.draw.Placed and Stretch do for the state at first

  const numbers = text => text.trim().split(' ').filter(Boolean).map(Number);
  const chunks = (all, size) => {
    const found = [];
    for (let i = 0; i < all.length; i += size) found.push(all.slice(i, i + size));
    return found;
  };
  const frame = ([x, y, w, h, ins, outs]) => ({x, y, w, h, ins, outs});
  const children = (body, kinds) => [...body.children].filter(c => kinds.some(k => c.classList.contains(k)));

  const sheets = new Map();
  function sheetOf(body) {
    if (!sheets.has(body)) {
      const [head, frames, ins, outs, ...lines] = body.dataset.sheet.split('|').map(numbers);
      sheets.set(body, {
        whole: head[0] === 1, width: head[1], height: head[2],
        frames: chunks(frames, 6).map(frame), ins: chunks(ins, 6).map(frame), outs: chunks(outs, 6).map(frame),
        lines: lines.map(([from, exit, to, entry, at, x, y, ...rest]) => ({from, exit, to, entry, at, x, y, corners: chunks(rest, 2)})),
        boxes: children(body, ['stack', 'group']), ends: children(body, ['end']),
        wires: children(body, ['wire']), texts: children(body, ['shape']),
      });
    }
    return sheets.get(body);
  }

  function stretch(length, needs) {
    const growing = needs.filter(n => n.need > n.end - n.start);
    const from = [...new Set([0, length, ...growing.flatMap(n => [n.start, n.end])])].sort((a, b) => a - b);
    const at = new Map(from.map((place, i) => [place, i]));
    const near = [0], far = [], to = [];
    for (let i = 1; i < from.length; i++) {
      near[i] = near[i - 1] + from[i] - from[i - 1];
      for (const n of growing) if (n.end === from[i]) near[i] = Math.max(near[i], near[at.get(n.start)] + n.need);
    }
    const last = from.length - 1;
    far[last] = to[last] = near[last];
    for (let i = last - 1; i >= 0; i--) {
      far[i] = far[i + 1] - (from[i + 1] - from[i]);
      for (const n of growing) if (n.start === from[i]) far[i] = Math.min(far[i], far[at.get(n.end)] - n.need);
      to[i] = (near[i] + far[i]) / 2;
    }
    const map = place => {
      let i = 0;
      while (i < last - 1 && from[i + 1] < place) i++;
      return to[i] + (place - from[i]) / (from[i + 1] - from[i]) * (to[i + 1] - to[i]);
    };
    map.length_ = to[last] - to[0];
    return map;
  }

  const round = x => Math.round(x * 10) / 10;
  const distance = (a, b) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]);
  const toward = (a, b, by) => {
    const length = distance(a, b);
    return [a[0] + (b[0] - a[0]) * by / length, a[1] + (b[1] - a[1]) * by / length];
  };
  const pair = p => round(p[0]) + ' ' + round(p[1]);
  function path(corners) {
    const points = corners.filter((p, i) => i === 0 || distance(corners[i - 1], p) > 0.05);
    let d = 'M' + pair(points[0]);
    for (let i = 1; i + 1 < points.length; i++) {
      const r = Math.min(5, Math.min(distance(points[i - 1], points[i]), distance(points[i], points[i + 1])) / 2);
      d += 'L' + pair(toward(points[i], points[i - 1], r)) + 'Q' + pair(points[i]) + ' ' + pair(toward(points[i], points[i + 1], r));
    }
    return d + 'L' + pair(points[points.length - 1]);
  }

  const move = (element, x, y) => element.setAttribute('transform', `translate(${round(x)} ${round(y)})`);
  const resize = (rect, w, h) => { rect.setAttribute('width', round(w)); rect.setAttribute('height', round(h)); };
  const isOpen = box => box.classList.contains('open');
  const bodyOf = box => box.querySelector(':scope > .body');

  /** Places what is in a box as it is now, and returns its size. */
  function placeBox(box) {
    const [w, h, least, behind] = numbers(box.dataset.size);
    if (!box.classList.contains('group')) return [w, h];
    const size = isOpen(box) ? placeBody(bodyOf(box), least) : [w - behind, h - behind];
    box.querySelectorAll(':scope > .frame, :scope > .behind').forEach(rect => resize(rect, size[0], size[1]));
    return [size[0] + behind, size[1] + behind];
  }

  function placeBody(body, least) {
    const sheet = sheetOf(body);
    const [header, step, close, nudge, straight] = numbers(body.ownerSVGElement.dataset.metrics);
    const sizes = sheet.boxes.map(placeBox);
    const across = stretch(sheet.width, sheet.frames.map((f, i) => ({start: f.x, end: f.x + f.w, need: sizes[i][0]})));
    const down = stretch(sheet.height, sheet.frames.map((f, i) => ({start: f.y, end: f.y + f.h, need: sizes[i][1]})));
    const length = across.length_;
    let way = length / 2;
    if (sheet.ins.length === 1) {
      const entry = across(sheet.ins[0].x);
      if (Math.abs(2 * entry - length) <= close) way = entry;
    }
    const room = Math.max(least, 2 * Math.max(way, length - way));
    const width = sheet.whole ? length : room;
    const shift = sheet.whole ? 0 : room / 2 - way;
    const height = down.length_;
    const corner = (f, w, h) => [
      (across(f.x) + across(f.x + f.w)) / 2 + shift - w / 2,
      (down(f.y) + down(f.y + f.h)) / 2 - h / 2];
    const corners = sheet.frames.map((f, i) => corner(f, sizes[i][0], sizes[i][1]));
    corners.forEach(([x, y], i) => move(sheet.boxes[i], x, y));
    if (sheet.whole) {
      [...sheet.ins, ...sheet.outs].forEach((f, i) => move(sheet.ends[i], ...corner(f, f.w, f.h)));
    }
    const spread = (w, i, n) => w * (i + 1) / (n + 1);
    const apart = (room, n) => Math.min(step, room / n);
    let text = 0;
    sheet.lines.forEach((line, number) => {
      let start, end;
      if (line.from < 0) {
        const f = sheet.ins[line.exit], [x, y] = corner(f, f.w, f.h);
        start = [x + f.w / 2, y + f.h];
      } else {
        const [x, y] = corners[line.from], [w, h] = sizes[line.from];
        start = [x + spread(w, line.exit, sheet.frames[line.from].outs), y + h];
      }
      if (line.to < 0) {
        const f = sheet.outs[line.entry], [x, y] = corner(f, f.w, f.h);
        end = [x + f.w / 2, y];
      } else {
        const [x, y] = corners[line.to], [w] = sizes[line.to];
        end = [x + spread(w, line.entry, sheet.frames[line.to].ins), y];
      }
      const last = line.corners.length - 1;
      let points;
      if (last < 3) {
        const nearby = !sheet.whole && Math.abs(start[0] - end[0]) < nudge;
        if (nearby && line.to < 0) end = [start[0], end[1]];
        else if (nearby && line.from < 0) start = [end[0], start[1]];
        const middle = (start[1] + end[1]) / 2;
        points = Math.abs(start[0] - end[0]) < straight
          ? [start, [start[0], end[1]]]
          : [start, [start[0], middle], [end[0], middle], end];
      } else if (last === 3 && Math.abs(start[0] - end[0]) < straight) {
        points = [start, [start[0], end[1]]];
      } else {
        points = line.corners.map(([x, y]) => [across(x) + shift, down(y)]);
        points[0] = start;
        points[1] = [start[0], points[1][1]];
        points[last - 1] = [end[0], points[last - 1][1]];
        points[last] = end;
      }
      if (line.at >= 0) {
        const beside = line.x - line.corners[line.at][0];
        const label = sheet.texts[text++];
        label.setAttribute('x', round(points[Math.min(line.at, points.length - 1)][0] + beside));
        label.setAttribute('y', round(down(line.y) + 3.5));
      }
      if (!sheet.whole && line.from < 0) {
        const x = spread(width, line.exit, sheet.ins.length), room = Math.max(0, points[0][1] - header), turn = header + apart(room, sheet.ins.length) * line.exit;
        points.unshift([x, 0], [x, turn], [points[0][0], turn]);
      }
      if (!sheet.whole && line.to < 0) {
        const x = spread(width, line.entry, sheet.outs.length), room = height - points[points.length - 1][1], turn = height - apart(room, sheet.outs.length) * (line.entry + 1);
        points.push([points[points.length - 1][0], turn], [x, turn], [x, height]);
      }
      const wire = sheet.wires[number];
      const target = line.to < 0 ? null : sheet.boxes[line.to];
      const through = target ? target.classList.contains('group') && isOpen(target) : !sheet.whole;
      wire.setAttribute('d', path(points));
      if (through) wire.removeAttribute('marker-end');
      else wire.setAttribute('marker-end', `url(#${body.ownerSVGElement.dataset.arrow})`);
    });
    return [width, height];
  }

  const zooms = new Map();
  function redraw(svg) {
    const [w, h] = placeBody(svg.querySelector(':scope > .body'), 0);
    svg.setAttribute('viewBox', `0 0 ${round(w)} ${round(h)}`);
    const zoom = zooms.get(svg) || 1;
    resize(svg, w * zoom, h * zoom);
  }

  // ---- opening and closing, in the drawing and in the table

  const sectionOf = element => element.closest('.network');

  function setOpen(box, open) {
    box.classList.toggle('open', open);
    box.classList.toggle('closed', !open);
    box.setAttribute('aria-expanded', open);
  }

  function rows(section) {
    section.querySelectorAll('tr[data-row]').forEach(row => {
      const box = document.getElementById(row.dataset.row);
      row.classList.toggle('hidden', box.parentElement.closest('.closed') !== null);
      const toggle = row.querySelector('.toggle');
      if (toggle) toggle.setAttribute('aria-expanded', isOpen(box));
    });
  }

  function changed(svg) {
    redraw(svg);
    rows(sectionOf(svg));
    remember();
  }

  function toggle(box) {
    setOpen(box, !isOpen(box));
    changed(box.ownerSVGElement);
  }

  function reveal(box) {
    let hidden = false;
    for (let at = box.parentElement.closest('.closed'); at; at = at.parentElement.closest('.closed')) {
      setOpen(at, true);
      hidden = true;
    }
    if (hidden) changed(box.ownerSVGElement);
  }

  // ---- boxes and lines

  function choose(section, at, focused) {
    section.querySelectorAll('.chosen').forEach(e => e.classList.remove('chosen'));
    section.querySelectorAll('[data-at]').forEach(e => e.classList.toggle('chosen', at !== '' && e.dataset.at === at));
    section.querySelectorAll('li[data-line]').forEach(li => {
      const chosen = li.dataset.line === at;
      li.classList.toggle('chosen', chosen);
      li.setAttribute('aria-selected', chosen);
      if (chosen && li !== focused) li.scrollIntoView({block: 'nearest', container: 'nearest'});
    });
    const row = focused && focused.closest('.stack, .group');
    if (row) section.querySelectorAll(`tr[data-row="${row.id}"]`).forEach(r => r.classList.add('chosen'));
  }

  function chooseBox(box) {
    focusOn(box);
    choose(sectionOf(box), box.dataset.at || '', box);
  }

  function chooseLine(li) {
    const section = sectionOf(li);
    const at = li.dataset.line;
    const boxes = [...section.querySelectorAll('.drawing [data-at]')].filter(e => e.dataset.at === at);
    if (boxes.length === 0) return;
    const seen = boxes.filter(b => !b.parentElement.closest('.closed'));
    const box = seen[0] || boxes[0];
    reveal(box);
    choose(section, at, li);
    (box.querySelector('.frame, .cell, circle, rect') || box).scrollIntoView({block: 'nearest', inline: 'nearest'});
  }

  // ---- the keyboard: one stop for the tab key in a drawing, arrows inside of it

  const items = svg => [...svg.querySelectorAll('[role=treeitem]')].filter(i => !i.parentElement.closest('.closed'));

  function focusOn(item) {
    const tree = item.closest('[role=tree], [role=listbox]');
    tree.querySelectorAll('[tabindex="0"]').forEach(i => i.setAttribute('tabindex', -1));
    item.setAttribute('tabindex', 0);
    item.focus({preventScroll: true});
    (item.querySelector(':scope > .heading, :scope > .cell') || item).scrollIntoView({block: 'nearest', inline: 'nearest'});
  }

  function onTreeKey(event) {
    const item = event.target.closest('[role=treeitem]');
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = items(item.ownerSVGElement);
    const at = all.indexOf(item);
    const group = item.classList.contains('group');
    const parent = item.parentElement.closest('[role=treeitem]');
    switch (event.key) {
      case 'ArrowDown': if (all[at + 1]) focusOn(all[at + 1]); break;
      case 'ArrowUp': if (all[at - 1]) focusOn(all[at - 1]); break;
      case 'ArrowRight': if (group) { if (isOpen(item)) focusOn(all[at + 1]); else toggle(item); } break;
      case 'ArrowLeft': if (group && isOpen(item)) toggle(item); else if (parent) focusOn(parent); break;
      case 'Home': focusOn(all[0]); break;
      case 'End': focusOn(all[all.length - 1]); break;
      case 'Enter': case ' ': if (group) toggle(item); chooseBox(item); break;
      default: return;
    }
    event.preventDefault();
  }

  function onListKey(event) {
    const line = event.target.closest('li.live');
    if (!line) return;
    const all = [...line.closest('.source').querySelectorAll('li.live')];
    const at = all.indexOf(line);
    switch (event.key) {
      case 'ArrowDown': if (all[at + 1]) focusOn(all[at + 1]); break;
      case 'ArrowUp': if (all[at - 1]) focusOn(all[at - 1]); break;
      case 'Home': focusOn(all[0]); break;
      case 'End': focusOn(all[all.length - 1]); break;
      case 'Enter': case ' ': chooseLine(line); break;
      default: return;
    }
    event.preventDefault();
  }

  // ---- tools

  function zoom(svg, factor) {
    const [, , w, h] = numbers(svg.getAttribute('viewBox'));
    zooms.set(svg, Math.min(4, Math.max(0.1, factor)));
    resize(svg, w * zooms.get(svg), h * zooms.get(svg));
  }

  /** A drawing that is wider than its place is seen whole, if that is still to be read. */
  function narrow(svg) {
    const canvas = svg.closest('.canvas');
    const [, , w] = numbers(svg.getAttribute('viewBox'));
    if (!zooms.has(svg) && canvas.clientWidth > 24 && w > canvas.clientWidth - 24) {
      zoom(svg, Math.max(0.55, (canvas.clientWidth - 24) / w));
    }
  }

  function use(name, svg) {
    const now = zooms.get(svg) || 1;
    switch (name) {
      case 'open all': case 'close all':
        svg.querySelectorAll('.group').forEach(box => setOpen(box, name === 'open all'));
        changed(svg);
        svg.querySelector('.end').scrollIntoView({block: 'nearest', inline: 'center', container: 'nearest'});
        break;
      case 'fit': {
        const canvas = svg.closest('.canvas');
        const [, , w, h] = numbers(svg.getAttribute('viewBox'));
        zoom(svg, Math.min((canvas.clientWidth - 24) / w, (canvas.clientHeight - 24) / h, 1.5));
        break;
      }
      case 'smaller': zoom(svg, now / 1.2); break;
      case 'larger': zoom(svg, now * 1.2); break;
    }
  }

  function showTab(tab) {
    document.querySelectorAll('[role=tab]').forEach(t => {
      t.setAttribute('aria-selected', t === tab);
      t.setAttribute('tabindex', t === tab ? 0 : -1);
      document.getElementById(t.getAttribute('aria-controls')).classList.toggle('hidden', t !== tab);
    });
    document.querySelectorAll('svg.drawing').forEach(narrow);
    remember();
  }

  // ---- a page that is served anew looks as it did before

  const key = 'bb';
  function remember() {
    if (!document.body.dataset.watch) return;
    const open = {};
    document.querySelectorAll('.drawing .group').forEach(b => { open[b.id] = isOpen(b); });
    const tab = document.querySelector('[role=tab][aria-selected=true]');
    sessionStorage.setItem(key, JSON.stringify({open, tab: tab ? tab.textContent : ''}));
  }

  function recall() {
    if (!document.body.dataset.watch) return;
    const state = JSON.parse(sessionStorage.getItem(key) || '{}');
    document.querySelectorAll('.drawing .group').forEach(b => {
      if (state.open && b.id in state.open) setOpen(b, state.open[b.id]);
    });
    document.querySelectorAll('.network').forEach(rows);
    document.querySelectorAll('svg.drawing').forEach(redraw);
    const tab = [...document.querySelectorAll('[role=tab]')].find(t => t.textContent === state.tab);
    if (tab) showTab(tab);
  }

  // ---- events

  document.querySelectorAll('.network').forEach(section => {
    const places = new Set([...section.querySelectorAll('.drawing [data-at]')].map(e => e.dataset.at));
    const lines = [...section.querySelectorAll('li[data-line]')].filter(li => places.has(li.dataset.line));
    lines.forEach((li, i) => { li.classList.add('live'); li.setAttribute('tabindex', i === 0 ? 0 : -1); });
  });
  document.querySelectorAll('svg.drawing').forEach(svg => {
    const first = svg.querySelector('[role=treeitem]');
    if (first) first.setAttribute('tabindex', 0);
    svg.addEventListener('keydown', onTreeKey);
    svg.addEventListener('click', event => {
      const box = event.target.closest('.layer, .group, .end');
      if (!box) return;
      const heading = event.target.closest('.heading');
      if (box.classList.contains('group') && (heading || !isOpen(box))) toggle(box);
      if (box.classList.contains('end')) choose(sectionOf(box), box.dataset.at || '', box);
      else chooseBox(box);
    });
  });
  document.querySelectorAll('.source').forEach(s => s.addEventListener('keydown', onListKey));
  document.addEventListener('click', event => {
    const target = event.target;
    const line = target.closest('li.live');
    if (line) { focusOn(line); chooseLine(line); }
    const tab = target.closest('[role=tab]');
    if (tab) showTab(tab);
    const tool = target.closest('[data-do]');
    if (tool) use(tool.dataset.do, tool.closest('.figure').querySelector('svg.drawing'));
    const row = target.closest('[data-box]');
    if (row) {
      const box = document.getElementById(row.dataset.box);
      if (row.classList.contains('toggle')) toggle(box);
      const layer = box.classList.contains('group') ? box : box.querySelector('.layer');
      reveal(box);
      choose(sectionOf(box), layer.dataset.at || '', layer);
    }
    const piece = target.closest('.memory [data-at], [data-goto]');
    if (piece) {
      event.preventDefault();
      choose(sectionOf(piece), piece.dataset.goto || piece.dataset.at, piece);
    }
  });
  document.querySelectorAll('[role=tablist]').forEach(list => list.addEventListener('keydown', event => {
    const tabs = [...list.querySelectorAll('[role=tab]')];
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[tabs.indexOf(event.target) + step];
    if (step && next) { showTab(next); next.focus(); event.preventDefault(); }
  }));
  recall();
  document.querySelectorAll('svg.drawing').forEach(narrow);
})();
