/* 门户的少量增强。没有脚本时一切照常可用。 */
(function () {
  "use strict";

  function each(root, selector, run) {
    Array.prototype.forEach.call(root.querySelectorAll(selector), run);
  }

  /* 防止连点：提交后按钮转为忙碌；服务器另以表单自带的编号去重。 */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    each(form, "button[type=submit]", function (button) {
      button.setAttribute("aria-busy", "true");
      if (button.dataset.busy) { button.textContent = button.dataset.busy; }
    });
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) { return; }
    each(document, "form[data-sent]", function (form) {
      delete form.dataset.sent;
      each(form, "[aria-busy]", function (b) { b.removeAttribute("aria-busy"); });
    });
  });

  /* 全选与计数 */
  function count(table) {
    var picks = table.querySelectorAll("input[data-pick]");
    var n = 0;
    Array.prototype.forEach.call(picks, function (p) { if (p.checked) { n += 1; } });
    each(document, "[data-picked]", function (out) { out.textContent = "已选 " + n + " 件"; });
    each(table, "input[data-pick-all]", function (all) {
      all.checked = n > 0 && n === picks.length;
      all.indeterminate = n > 0 && n < picks.length;
    });
  }
  function wire(root) {
    each(root, "input[data-pick-all]", function (all) {
      all.hidden = false;
      var table = all.closest("table");
      all.addEventListener("change", function () {
        each(table, "input[data-pick]", function (p) { p.checked = all.checked; });
        count(table);
      });
      table.addEventListener("change", function () { count(table); });
      count(table);
    });
    /* 重复行：先收起空行，点“添加一行”再显示 */
    each(root, "[data-rows]", function (box) {
      var rows = Array.prototype.slice.call(box.querySelectorAll("[data-row]"));
      var shown = 0;
      rows.forEach(function (row, i) {
        var filled = false;
        each(row, "input, textarea, select", function (f) {
          if (f.type !== "checkbox" && f.value.trim() !== "") { filled = true; }
        });
        if (filled) { shown = i + 1; }
      });
      shown = Math.max(shown, Number(box.dataset.rows));
      rows.forEach(function (row, i) { row.hidden = i >= shown; });
      var more = box.querySelector("[data-more]");
      if (!more) { return; }
      more.hidden = shown >= rows.length;
      more.addEventListener("click", function () {
        rows[shown].hidden = false;
        var first = rows[shown].querySelector("input, textarea, select");
        shown += 1;
        more.hidden = shown >= rows.length;
        if (first) { first.focus(); }
      });
    });
    each(root, "[data-print]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    each(root, "input[type=file][data-max]", function (input) {
      input.addEventListener("change", function () {
        var file = input.files[0];
        var max = Number(input.dataset.max);
        var over = file && file.size > max;
        input.setCustomValidity(over ? "文件超过 " + Math.ceil(max / 1048576) + " MB 的上限，请拆分后再上传。" : "");
        if (over) { input.reportValidity(); }
      });
    });
  }
  wire(document);
  document.addEventListener("htmx:afterSwap", function (event) { wire(event.detail.target || document); });

  /* 采用推荐：直接填入，不必重新打开页面 */
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-take]");
    if (!button || !button.form) { return; }
    event.preventDefault();
    var at = button.value.indexOf("=");
    var name = button.value.slice(0, at);
    var value = button.value.slice(at + 1);
    var shown = null;
    each(button.form, "[name='" + name + "']", function (input) {
      if (input.type !== "checkbox") { input.value = value; shown = input; }
      else if (input.value === value) { input.checked = true; shown = input; }
    });
    if (!shown) { return; }
    shown.dispatchEvent(new Event("change", { bubbles: true }));
    button.textContent = "已采用";
    shown.scrollIntoView({ block: "center" });
  });

  /* 勾选揭发控告时展开该节的告知 */
  document.addEventListener("change", function (event) {
    if (event.target.name === "tags" && event.target.value === "accusation" && event.target.checked) {
      var section = document.getElementById("sealing-section");
      if (section) { section.open = true; }
    }
  });

  /* 有错误时把焦点放到错误汇总 */
  var summary = document.querySelector("[data-error-summary]");
  if (summary) { summary.focus(); }
}());
