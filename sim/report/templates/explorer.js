"use strict";
(function () {
  const root = document.getElementById("explorer");
  const data = JSON.parse(document.getElementById("explorer-data").textContent);
  const make = (tag, parent, text) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    parent.appendChild(made);
    return made;
  };
  const grid = data.choices.reduce((many, one) => many * one.values.length, 1) === data.points.length;
  const form = root.querySelector(".choices");
  const labelled = (name, id) => {
    const label = make("label", form, name);
    label.htmlFor = id;
    return make("p", form);
  };
  const sliders = [];
  let list = null;
  if (grid) {
    data.choices.forEach((one, n) => {
      const line = labelled(one.name, "choice-" + n);
      const slider = make("input", line);
      slider.type = "range"; slider.id = "choice-" + n; slider.min = 0; slider.max = one.values.length - 1; slider.step = 1;
      slider.value = 0; slider.disabled = one.values.length < 2;
      const said = make("output", line);
      said.htmlFor = slider.id;
      slider.addEventListener("input", show);
      sliders.push({ slider, said, values: one.values });
    });
  } else {
    list = make("select", labelled("point", "choice-point"));
    list.id = "choice-point";
    data.points.forEach((point, n) => { make("option", list, point.name).value = n; });
    list.addEventListener("change", show);
  }
  const wanted = root.querySelector(".wanted");
  const chosen = new Set(data.metrics.filter((one) => one.first || one.always).map((one) => one.name));
  data.metrics.filter((one) => !one.always).forEach((one, n) => {
    const label = make("label", wanted);
    const box = make("input", label);
    box.type = "checkbox"; box.id = "metric-" + n; box.checked = chosen.has(one.name);
    label.append(" " + one.words);
    box.addEventListener("change", () => { box.checked ? chosen.add(one.name) : chosen.delete(one.name); show(); });
  });
  function point() {
    if (list) return data.points[Number(list.value)];
    const values = sliders.map((one) => one.values[Number(one.slider.value)]);
    return data.points.find((one) => one.values.every((value, n) => value === values[n]));
  }
  function rows(body, found, always) {
    body.replaceChildren();
    data.metrics.forEach((metric, n) => {
      if (metric.always !== always || !chosen.has(metric.name)) return;
      const row = make("tr", body);
      const head = make("th", row, metric.words);
      head.scope = "row";
      found.said[n].forEach((text) => { make("td", row, text).className = "number"; });
    });
  }
  function show() {
    sliders.forEach((one) => {
      const value = one.values[Number(one.slider.value)];
      one.said.textContent = value;
      one.slider.setAttribute("aria-valuetext", value);
    });
    const found = point();
    const failed = !found || found.error || !found.said.length;
    root.querySelector(".failed").textContent = failed ? "This point failed" + (found && found.error ? ": " + found.error : ".") : "";
    root.querySelector("table").hidden = failed;
    if (failed) return;
    rows(root.querySelector(".numbers"), found, false);
    rows(root.querySelector(".always"), found, true);
  }
  root.hidden = false;
  show();
})();
