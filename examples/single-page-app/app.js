// A router as small as it gets: a view is mounted by copying its template and removed by the next one.
const view = document.getElementById("view");

function show() {
  const page = new URLSearchParams(location.search).get("page") ?? "home";
  const template = document.getElementById(page) ?? document.getElementById("home");
  view.replaceChildren(template.content.cloneNode(true));
  for (const link of document.querySelectorAll("nav a")) {
    link.ariaCurrent = link.search === `?page=${template.id}` ? "page" : null;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("nav a[href^='?']");
  if (!link) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show();
  view.focus();
});
addEventListener("popstate", show);
show();
