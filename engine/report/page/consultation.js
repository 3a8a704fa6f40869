(function () {
  "use strict";
  var page = document.documentElement;
  var stage = document.querySelector(".stage");
  var slide = document.querySelector(".slide");
  page.classList.remove("still");

  function cut() {
    stage.style.setProperty("--cut", slide.value + "%");
    slide.setAttribute("aria-valuetext", slide.getAttribute("data-said").replace("{n}", slide.value));
  }
  if (stage && slide) {
    slide.addEventListener("input", cut);
    cut();
  }

  document.querySelectorAll(".choices input").forEach(function (choice) {
    choice.addEventListener("change", function () {
      if (choice.checked) {
        stage.setAttribute("data-" + choice.name, choice.value);
      }
    });
  });

  var details = document.querySelectorAll("details");
  window.addEventListener("beforeprint", function () {
    details.forEach(function (d) { d.open = true; });
  });
  document.getElementById("print").addEventListener("click", function () { window.print(); });
}());
