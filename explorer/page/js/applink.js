// A link that opens the notebook's scenario in the app, wherever the notebook is shown: beside the app (explorer app), as a
// Voila page of a Jupyter server (Binder), or in JupyterLab. There the app is the notebook explorer.ipynb beside this one.
const NOTEBOOK = "explorer.ipynb";

// Where the app is, and the folder of the notebook on a Jupyter server, which may or may not hold the app.
function place() {
  const here = location.pathname;
  const beside = here.match(/^(.*\/)notebook\/[^/]+\/?$/);
  if (beside) return { app: beside[1] };
  const found = here.match(/^(.*?\/)voila\/render\/((?:.*\/)?)[^/]+\.ipynb$/)
    ?? here.match(/^(.*?\/)(?:lab|doc|notebooks|tree)(?:\/workspaces\/[^/]+)?(?:\/tree)?\/((?:.*\/)?)[^/]+\.ipynb$/);
  if (!found) return {};
  return { app: `${found[1]}voila/render/${found[2]}${NOTEBOOK}`, file: `${found[1]}api/contents/${found[2]}${NOTEBOOK}?content=0` };
}

const missing = new Map(); // file -> whether the server says that it is not there

/** Whether the server says that it does not have a file. @param {string} file @returns {Promise<boolean>} */
function looked(file) {
  if (!missing.has(file)) missing.set(file, fetch(file).then(
    // a server without this interface, such as Voila's own, has another page for what it does not find
    (answer) => answer.status === 404 && (answer.headers.get("content-type") ?? "").includes("json"), () => false));
  return missing.get(file);
}

export default {
  /** @param {{model: any, el: HTMLElement}} given */
  render({ model, el }) {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.className = "explorer-open";
    link.style.cssText = "color: light-dark(#0072b2, #8cc8f0); text-decoration: underline;"; // JupyterLab and Voila show links as plain text
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = model.get("label");
    line.append(link);
    el.innerHTML = `<style>[data-explorer-still="${model.get("still")}"] { display: none; }</style>`; // what stays where no kernel runs
    el.append(line);
    const follow = async () => {
      const { app, file } = place();
      const query = model.get("query");
      const near = app && app + (query ? `?${query}` : "");
      link.href = near ?? model.get("elsewhere");
      if (near && file && (await looked(file)) && model.get("query") === query) link.href = model.get("elsewhere");
    };
    follow();
    // the path of JupyterLab's address changes with the document in front
    link.addEventListener("pointerdown", follow);
    link.addEventListener("focus", follow);
    model.on("change:query", follow);
    return () => model.off("change:query", follow);
  },
};
