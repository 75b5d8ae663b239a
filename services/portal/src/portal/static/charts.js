/* 化解率走势图：数据取自页面内的 application/json，同样的数据另有表格。 */
(function () {
  "use strict";
  var box = document.getElementById("rate-chart");
  var source = document.getElementById("rate-data");
  if (!box || !source || !window.echarts) { return; }
  var data = JSON.parse(source.textContent);
  var font = getComputedStyle(document.body).fontFamily;
  var chart = window.echarts.init(box, null, { renderer: "canvas" });
  function percent(v) { return (Math.round(v * 1000 + 1e-6) / 10).toFixed(1) + "%"; }
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: font },
    aria: { enabled: true, decal: { show: false } },
    color: ["#0052d9", "#c25b00"],
    legend: { top: 0, right: 0, data: ["化解率", "程序办结率"] },
    grid: { left: 48, right: 48, top: 36, bottom: 32 },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: percent },
    xAxis: { type: "time", axisLabel: { hideOverlap: true } },
    yAxis: { type: "value", min: 0, max: 1, axisLabel: { formatter: function (v) { return Math.round(v * 100) + "%"; } } },
    series: [
      {
        name: "化解率", type: "line", step: "end", showSymbol: false, lineStyle: { width: 2 },
        data: data.points.map(function (p) { return [p.date, p.rate]; }),
        markPoint: {
          symbol: "diamond", symbolSize: 12, label: { show: true, position: "top", formatter: "{b}", color: "#1f2329" },
          itemStyle: { color: "#b11f26" },
          data: data.goals.map(function (g) { return { name: g.label, coord: [g.date, g.target] }; })
        }
      },
      {
        name: "程序办结率", type: "line", step: "end", showSymbol: false, lineStyle: { width: 2, type: "dashed" },
        data: data.points.map(function (p) { return [p.date, p.claimed_rate]; })
      }
    ]
  });
  window.addEventListener("resize", function () { chart.resize(); });
}());
