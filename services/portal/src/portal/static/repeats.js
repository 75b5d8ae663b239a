/* 并排比对：数字键判定。可以关掉（WCAG 2.1.4）；没有脚本时用按钮或浏览器的快捷键（Alt 加数字）。 */
(function () {
  "use strict";

  var KEPT = "hj-number-keys";
  var box = document.querySelector("[data-keys]");
  if (!box) { return; }
  var tick = box.querySelector("input");
  try { tick.checked = localStorage.getItem(KEPT) !== "off"; } catch (_) { tick.checked = true; }
  box.hidden = false;
  tick.addEventListener("change", function () {
    try { localStorage.setItem(KEPT, tick.checked ? "on" : "off"); } catch (_) { /* 只在本页有效 */ }
  });

  document.addEventListener("keydown", function (event) {
    if (!tick.checked || event.repeat || event.isComposing) { return; }
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) { return; }
    if (!/^[0-9]$/.test(event.key) || event.target.closest("textarea, select, input:not([type=checkbox])")) { return; }
    var hit = document.querySelector("[data-key='" + event.key + "']");
    if (!hit || hit.getAttribute("aria-busy") === "true") { return; }
    event.preventDefault();
    hit.click();
  });
}());
