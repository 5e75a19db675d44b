// A link that opens the notebook's scenario in the app, wherever the notebook is shown: beside the app (explorer app), as a
// Voila page of a Jupyter server (Binder), or in JupyterLab.
function address(query) {
  const here = location.pathname;
  const search = query ? `?${query}` : "";
  const beside = here.match(/^(.*\/)notebook\/[^/]+\/?$/);
  if (beside) return beside[1] + search;
  const voila = here.match(/^(.*\/voila\/render\/(?:.*\/)?)[^/]+\.ipynb$/);
  if (voila) return `${voila[1]}explorer.ipynb${search}`;
  const lab = here.match(/^(.*?\/)(?:lab|doc|notebooks|tree)(?:\/workspaces\/[^/]+)?(?:\/tree)?\/((?:.*\/)?)[^/]+\.ipynb$/);
  if (lab) return `${lab[1]}voila/render/${lab[2]}explorer.ipynb${search}`;
  return null;
}

export default {
  render({ model, el }) {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.className = "explorer-open";
    link.style.cssText = "color: light-dark(#0072b2, #8cc8f0); text-decoration: underline;"; // JupyterLab and Voila show links as plain text
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = model.get("label");
    line.append(link);
    el.append(line);
    const follow = () => {
      link.href = address(model.get("query")) ?? model.get("elsewhere");
    };
    follow();
    // the path of JupyterLab's address changes with the document in front
    link.addEventListener("pointerdown", follow);
    link.addEventListener("focus", follow);
    model.on("change:query", follow);
    return () => model.off("change:query", follow);
  },
};
