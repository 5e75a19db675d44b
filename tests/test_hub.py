"""The examples for JupyterHub: one machine and Kubernetes are told the same. ``tests.tools.hub_run`` runs one."""

from pathlib import Path

import yaml
from traitlets.config.loader import PyFileConfigLoader

from tests.tools import hub_run


def test_the_values_for_kubernetes_say_what_the_configuration_of_one_machine_says(checkout: Path):
    examples = checkout / "docs/examples"
    hub = PyFileConfigLoader("jupyterhub_config.py", path=str(examples)).load_config()
    values = yaml.safe_load((examples / "jupyterhub-values.yaml").read_text("utf-8"))
    single, cull = values["singleuser"], values["cull"]
    given = dict(part.lstrip("-").split("=") for part in hub.Spawner.args)

    assert single["defaultUrl"] == hub.Spawner.default_url
    assert (checkout / single["defaultUrl"].removeprefix("/voila/render/")).is_file()
    assert single["extraEnv"] == hub.Spawner.environment
    assert values["hub"]["activeServerLimit"] == hub.JupyterHub.active_server_limit
    assert (single["memory"]["limit"], hub.Spawner.mem_limit) == ("1G", "1024M")
    file = single["extraFiles"]["idle"]["data"]
    told = {f"{part}.{name}": str(value) for part, names in file.items() for name, value in names.items()}
    assert told == given
    (culler,) = hub.JupyterHub.services
    assert {f"--timeout={cull['timeout']}", f"--cull-every={cull['every']}"} <= set(culler["command"])


def test_the_page_installs_the_versions_that_were_run(checkout: Path):
    said = (checkout / "docs/hub.md").read_text("utf-8")
    for pinned in (" ".join(hub_run.HUB), hub_run.PROXY):
        assert f" {pinned}\n" in said
