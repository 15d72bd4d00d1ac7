"use strict";
(function () {
  const root = document.getElementById("replay");
  const data = JSON.parse(document.getElementById("replay-data").textContent);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const NS = "http://www.w3.org/2000/svg";
  const svg = root.querySelector("svg");
  const draw = (tag, attributes) => {
    const made = document.createElementNS(NS, tag);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    svg.appendChild(made);
    return made;
  };
  const ends = data.names.length - data.stages;
  const cell = (stage) => stage < data.stages
    ? { x: 10 + stage * 980 / data.stages, y: 8, wide: 980 / data.stages - 14 }
    : { x: 10 + (stage - data.stages) * 980 / ends, y: 190, wide: 980 / ends - 14 };
  data.names.forEach((name, stage) => {
    const { x, y, wide } = cell(stage);
    draw("rect", { x: x - 4, y, width: wide + 8, height: 168, rx: 4, class: stage < data.stages ? "stage" : "end" });
    const lines = [""];
    name.split(" ").forEach((word) => {
      const longer = (lines[lines.length - 1] + " " + word).trim();
      if (longer.length * 6.2 > wide && lines[0]) lines.push(word); else lines[lines.length - 1] = longer;
    });
    lines.forEach((line, n) => { draw("text", { x, y: y + 15 + 13 * n }).textContent = line; });
  });
  const dots = data.people.map(() => draw("circle", { r: 4, cx: -9, cy: -9 }));
  const counts = root.querySelector(".counts");
  const cells = data.names.map((name) => {
    const line = document.createElement("div");
    const term = document.createElement("dt"); term.textContent = name;
    const many = document.createElement("dd");
    line.append(term, many); counts.appendChild(line);
    return many;
  });
  const level = (runs, day) => { let last = 0; for (let n = 0; n < runs.length && runs[n] <= day; n += 2) last = runs[n + 1]; return last; };
  const at = (moves, day) => { let last = -1; for (let n = 0; n < moves.length && moves[n] <= day; n += 2) last = moves[n + 1]; return last; };
  const slider = root.querySelector("input");
  const button = root.querySelector("button");
  const said = root.querySelector("output");
  slider.max = data.days - 1;
  function show() {
    const day = Number(slider.value);
    const filled = data.names.map(() => 0);
    data.people.forEach((moves, n) => {
      const stage = at(moves, day);
      const dot = dots[n];
      dot.style.opacity = stage < 0 ? 0 : 1;
      if (stage < 0) return;
      const { x, y, wide } = cell(stage);
      const across = Math.floor(wide / 10);
      const place = filled[stage]++;
      dot.style.transform = "translate(" + (x + 13 + (place % across) * 10) + "px," + (y + 63 + Math.min(11, Math.floor(place / across)) * 10) + "px)";
      dot.setAttribute("class", data.beyond[n] >= 0 && data.beyond[n] <= day && stage < data.stages ? "past" : "");
    });
    cells.forEach((one, stage) => { one.textContent = level(data.counts[stage], day); });
    const past = level(data.past, day);
    const date = new Date(Date.parse(data.start + "T00:00:00Z") + day * 86400000).toISOString().slice(0, 10);
    const words = date + " (day " + day + "): " + past + " beyond the agreed stay";
    said.textContent = words;
    slider.setAttribute("aria-valuetext", words);
  }
  let timer = null;
  function stop() { clearInterval(timer); timer = null; button.textContent = "Play"; }
  button.addEventListener("click", () => {
    if (timer) { stop(); return; }
    if (Number(slider.value) >= data.days - 1) slider.value = 0;
    button.textContent = "Pause";
    const stride = Math.max(1, Math.round(data.days / (still ? 30 : 240)));
    timer = setInterval(() => {
      slider.value = Math.min(data.days - 1, Number(slider.value) + stride);
      show();
      if (Number(slider.value) >= data.days - 1) stop();
    }, still ? 1000 : 120);
  });
  slider.addEventListener("input", show);
  root.hidden = false;
  show();
})();
