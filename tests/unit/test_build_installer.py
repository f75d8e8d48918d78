"""The installer's builder with stand-in tools: what it asks for, in which order, and what it packs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import build_installer as installer
from build_installer import Build

ROOT = Path(installer.__file__).parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in tools are scripts")

# Every tool in one script: it notes how it was called and makes what its caller looks for.
STAND_IN = """#!{python}
import json, os, re, shutil, sys
from pathlib import Path

name, words = Path(sys.argv[0]).name, sys.argv[1:]
home = Path(os.environ["STAND_IN_HOME"])
with (home / "calls").open("a") as calls:
    calls.write(json.dumps([name, *words]) + chr(10))


def make(path, runs=False):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if runs:
        shutil.copy(__file__, path)
    else:
        path.write_text(name)


def freeze():
    place = Path(next(word for word in words if word.startswith("--distpath=")).partition("=")[2])
    inner = "clinicbill/clinicbill"
    if "--windowed" in words:
        inner = "clinicbill.app/Contents/MacOS/clinicbill"
    if "--hide-console=hide-early" in words:
        inner += ".exe"
    make(place / inner, runs=True)
    make(place / Path(inner).parts[0] / "_internal/libQt6Core.so.6")


def answer(code):
    if "PySide6.__path__" in code:
        print(home / "PySide6")
    elif "find_spec" in code:
        make(home / "icd/data/icd10c-tabular-April-1-2026.xml")
        print(home / "icd")
    elif "LIBRARIES" in code:
        print("libegl1, libgl1")
    else:
        for picture in ("clinicbill-48.png", "clinicbill-256.png", "clinicbill-512.png", "clinicbill.ico"):
            make(Path(words[2]) / picture)


if name == os.environ.get("STAND_IN_FAILS"):
    sys.exit(3)
if name.startswith("python"):
    if words[:2] == ["-m", "venv"]:
        make(Path(words[2]) / "bin/python", runs=True)
        make(Path(words[2]) / "Scripts/python.exe", runs=True)
    elif words[:2] == ["-m", "PyInstaller"]:
        freeze()
    elif words[0] == "-c":
        answer(words[1])
elif name.startswith("clinicbill") and "--screenshots" in words:
    make(Path(words[words.index("--screenshots") + 1]) / "today.png")
elif name == "dpkg":
    print("amd64")
elif name == "makensis":
    make(re.search('OutFile "(.*)"', Path(words[-1]).read_text())[1])
elif name in ("dpkg-deb", "hdiutil"):
    make(words[-1])
"""
TOOLS = (
    "python",
    "dpkg",
    "dpkg-deb",
    "objdump",
    "strip",
    "ldd",
    "makensis",
    "signtool",
    "codesign",
    "hdiutil",
    "xcrun",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose tools are all stand-ins, first on PATH."""
    for tool in TOOLS:
        path = tmp_path / "bin" / tool
        path.parent.mkdir(exist_ok=True)
        path.write_text(STAND_IN.replace("{python}", sys.executable))
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setenv("STAND_IN_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "bin" / "python"))
    for name in ("SIGN_IDENTITY", "NOTARY_PROFILE", "SIGN_CERTIFICATE", "TIMESTAMP_URL"):
        monkeypatch.delenv(f"CLINICBILL_{name}", raising=False)
    return tmp_path


def a_build(home: Path, system: str) -> Build:
    return Build(root=ROOT, work=home / "work", out=home / "out", system=system)


def calls(home: Path, name: str) -> list[list[str]]:
    """How one tool was called, in order."""
    noted = [json.loads(line) for line in (home / "calls").read_text().splitlines()]
    return [words[1:] for words in noted if words[0] == name]


def position(home: Path, name: str, number: int = 0) -> int:
    """At which place among all calls a tool's call stands."""
    names = [json.loads(line)[0] for line in (home / "calls").read_text().splitlines()]
    return [place for place, other in enumerate(names) if other == name][number]


# What is missing -------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_every_absent_tool_is_named_with_what_brings_it(system: str) -> None:
    lacking = installer.missing(system, {"PATH": "/nowhere"})

    assert lacking == [f"{tool}: {how}" for tool, how in installer.TOOLS[system]]
    assert lacking


@pytest.mark.parametrize("system", ["linux", "windows", "macos"])
def test_nothing_is_missing_where_every_tool_is(home: Path, system: str) -> None:
    assert installer.missing(system, os.environ) == []


def test_signing_tools_are_asked_for_where_signing_is_configured() -> None:
    windows = installer.missing("windows", {"PATH": "/nowhere", "CLINICBILL_SIGN_CERTIFICATE": "AB12"})
    macos = installer.missing("macos", {"PATH": "/nowhere", "CLINICBILL_NOTARY_PROFILE": "office"})

    assert [line.partition(":")[0] for line in windows] == [
        "makensis",
        "signtool",
        "CLINICBILL_TIMESTAMP_URL",
    ]
    assert [line.partition(":")[0] for line in macos] == ["codesign", "hdiutil", "xcrun"]


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4, "final", 0))

    assert installer.missing("linux", os.environ)[0].startswith("Python 3.11, 3.12 or 3.13")


def test_an_absent_tool_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert installer.main(["--work", str(tmp_path / "w"), "--out", str(tmp_path / "o")]) == installer.CANNOT

    told = capsys.readouterr().err
    assert "Nothing was built; this computer lacks:" in told
    assert list(tmp_path.iterdir()) == []


# The whole way, with stand-ins -----------------------------------------------------------------------


def test_linux_gives_a_deb_and_an_archive_with_their_checksums(home: Path) -> None:
    build = a_build(home, "linux")

    deb, archive = installer.build_all(build)

    assert deb.name == f"clinicbill_{build.version}_amd64.deb"
    assert archive.name.startswith(f"clinicbill-{build.version}-linux-")
    for package in (deb, archive):
        digest, _, name = (package.parent / f"{package.name}.sha256").read_text().partition("  ")
        assert digest == hashlib.sha256(package.read_bytes()).hexdigest()
        assert name == f"{package.name}\n"


def test_the_archive_holds_the_program_and_its_papers_and_names_no_user(home: Path) -> None:
    build = a_build(home, "linux")

    _, package = installer.build_all(build)

    with tarfile.open(package) as archive:
        entries = archive.getmembers()
    names = {entry.name.partition("/")[2] for entry in entries}
    assert {"clinicbill", "LICENSE", "INSTALL.md", "COPYRIGHT.txt", "licences/LGPL-3.txt"} <= names
    assert {entry.uname for entry in entries} == {"root"}


def test_the_frozen_program_does_the_whole_job_before_anything_is_packed(home: Path) -> None:
    installer.build_all(a_build(home, "linux"))

    tried = calls(home, "clinicbill")
    assert [words[0] for words in tried] == ["demo", "doctor", "demo"]
    assert "--headless" in tried[0]
    assert "--screenshots" in tried[2]
    assert position(home, "clinicbill", 2) < position(home, "dpkg-deb")


def test_a_program_that_fails_its_trial_is_not_packed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("STAND_IN_FAILS", "clinicbill")
    monkeypatch.setattr(sys, "platform", "linux")

    code = installer.main(["--work", str(home / "work"), "--out", str(home / "out")])

    assert code == installer.FAILED
    assert "Nothing was packaged: clinicbill ended with exit code 3" in capsys.readouterr().err
    assert list((home / "out").iterdir()) == []


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="Debian's own tool is not here")
def test_the_deb_is_one_that_debian_reads(home: Path) -> None:
    for tool in ("dpkg", "dpkg-deb"):
        (home / "bin" / tool).unlink()
    build = a_build(home, "linux")

    deb, _ = installer.build_all(build)

    fields = _said("dpkg-deb", "--field", str(deb))
    listing = _said("dpkg-deb", "--contents", str(deb))
    assert f"Version: {build.version}" in fields
    assert re.search(r"^Depends: libc6 \(>= [\d.]+\), libegl1, libgl1$", fields, re.MULTILINE)
    assert "./usr/bin/clinicbill -> ../lib/clinicbill/clinicbill" in listing
    assert "./usr/share/applications/clinicbill.desktop" in listing
    assert "-rwxr-xr-x root/root" in next(
        line for line in listing.splitlines() if line.endswith("lib/clinicbill/clinicbill")
    )


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_windows_gives_a_setup_program_for_this_user(home: Path) -> None:
    build = a_build(home, "windows")

    (package,) = installer.build_all(build)

    script = (build.work / "setup.nsi").read_text("utf-8")
    assert package.name == f"clinicbill-{build.version}-windows-setup.exe"
    assert "RequestExecutionLevel user" in script
    assert f'"DisplayVersion" "{build.version}"' in script
    assert "$INSTDIR\\_internal" in script
    assert "$$" not in script
    assert not (home / "calls").read_text().count('"signtool"')


def test_the_windows_uninstaller_takes_away_what_setup_put_there_and_nothing_else(home: Path) -> None:
    build = a_build(home, "windows")
    installer.build_all(build)

    script = (build.work / "setup.nsi").read_text("utf-8").partition('Section "Uninstall"')[2]
    gone = set(re.findall(r'(?:Delete|RMDir /r) "\$INSTDIR\\(.+)"', script))
    assert gone == {path.name for path in build.folder.iterdir()} | {"uninstall.exe"}
    assert 'RMDir /r "$INSTDIR"' not in script


def test_windows_signs_the_program_before_it_is_packed_and_then_the_setup(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINICBILL_SIGN_CERTIFICATE", "AB12")
    monkeypatch.setenv("CLINICBILL_TIMESTAMP_URL", "http://stamp.example")
    build = a_build(home, "windows")

    (package,) = installer.build_all(build)

    signed = calls(home, "signtool")
    assert [words[-1] for words in signed] == [str(build.program), str(package)]
    assert all(words[:5] == ["sign", "/fd", "sha256", "/sha1", "AB12"] for words in signed)
    assert position(home, "signtool") < position(home, "makensis") < position(home, "signtool", 1)


def test_macos_gives_a_disk_image_unsigned_where_nothing_is_configured(home: Path) -> None:
    build = a_build(home, "macos")

    (package,) = installer.build_all(build)

    assert package.suffix == ".dmg"
    assert os.readlink(build.work / "dmg" / "Applications") == "/Applications"
    assert (build.work / "dmg" / "INSTALL.md").is_file()
    assert not list(build.folder.glob("*.md"))
    assert not (home / "calls").read_text().count('"xcrun"')
    assert not any("codesign-identity" in word for words in calls(home, "python") for word in words)


def test_macos_is_signed_by_pyinstaller_and_notarized_where_configured(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINICBILL_SIGN_IDENTITY", "Developer ID Application: Somebody")
    monkeypatch.setenv("CLINICBILL_NOTARY_PROFILE", "office")
    build = a_build(home, "macos")

    (package,) = installer.build_all(build)

    frozen = next(words for words in calls(home, "python") if "PyInstaller" in words)
    assert "--codesign-identity=Developer ID Application: Somebody" in frozen
    assert b"disable-library-validation" in (build.work / "entitlements.plist").read_bytes()
    assert [words[:2] for words in calls(home, "xcrun")] == [["notarytool", "submit"], ["stapler", "staple"]]
    assert position(home, "hdiutil") < position(home, "xcrun")
    assert str(package) in calls(home, "xcrun")[0]


# The parts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("system", "separator"), [("linux", ":"), ("windows", ";"), ("macos", ":")])
def test_the_frozen_program_gets_resources_codes_and_versions(
    tmp_path: Path, system: str, separator: str
) -> None:
    command = installer.freeze_command(a_build(tmp_path, system), tmp_path / "tabular.xml")

    assert f"--add-data={ROOT / 'resources'}{separator}clinicbill/resources" in command
    assert f"--add-data={tmp_path / 'tabular.xml'}{separator}simple_icd_10_cm/data" in command
    assert "--collect-submodules=clinicbill" in command
    assert "--recursive-copy-metadata=clinicbill" in command
    assert ("--strip" in command) == (system == "linux")


def test_qt_is_trimmed_of_what_is_listed_and_of_nothing_else(tmp_path: Path) -> None:
    kept = ["Qt/plugins/platforms/libqxcb.so", "Qt/plugins/imageformats/libqsvg.so", "plugins/styles/q.dll"]
    gone = [
        "Qt/plugins/platforms/libqvnc.so",
        "Qt/plugins/imageformats/libqpdf.so",
        "Qt/translations/qt_de.qm",
        "plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll",
    ]
    for name in kept + gone:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    installer.trim_qt(tmp_path)

    assert [name for name in kept + gone if (tmp_path / name).exists()] == kept


def test_no_module_that_the_program_imports_is_left_out() -> None:
    imported = {
        name
        for path in (ROOT / "clinicbill").rglob("*.py")
        for name in re.findall(r"(?:from|import) (PySide6\.\w+|tkinter)", path.read_text("utf-8"))
    }

    assert imported
    assert imported & set(installer.EXCLUDED) == set()


@pytest.mark.parametrize("code", ["print('run')", "import os; os.remove('x')"])
def test_the_frozen_program_runs_no_code_that_it_is_given(tmp_path: Path, code: str) -> None:
    done = _launched(tmp_path, "-c", code)

    assert done.returncode == 1
    assert done.stdout == ""
    assert "clinicbill runs no code" in done.stderr


def test_the_frozen_program_answers_whether_qt_starts(tmp_path: Path) -> None:
    from clinicbill.ui import probe

    assert _launched(tmp_path, "-c", probe._TRY).returncode == 0


def test_the_frozen_program_is_the_command_line(tmp_path: Path) -> None:
    assert _launched(tmp_path, "--version").stdout.startswith("clinicbill, version ")


def _launched(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "launcher.py").write_text(installer.LAUNCHER, "utf-8")
    return _python(str(folder / "launcher.py"), *words)


def _python(*words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([sys.executable, *words], env=environ, capture_output=True, text=True, check=False)


def test_the_pictures_of_the_package_are_drawn_by_the_program(tmp_path: Path) -> None:
    done = _python("-c", installer.ICONS, str(tmp_path))

    assert (
        done.returncode,
        done.stderr.replace("This plugin does not support propagateSizeHints()\n", ""),
    ) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {
        "clinicbill-48.png",
        "clinicbill-256.png",
        "clinicbill-512.png",
        "clinicbill.ico",
    }


def test_the_deb_depends_on_what_the_window_asks_for() -> None:
    from clinicbill.ui.probe import LIBRARIES, X_LIBRARIES

    named = _python("-c", installer.DEPENDS).stdout.strip().split(", ")

    assert named == sorted({package for _, package in (*LIBRARIES, *X_LIBRARIES)})
