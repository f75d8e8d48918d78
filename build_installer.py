"""Builds the installer of the system it runs on: fresh environment, frozen program, trial run, package, SHA-256.

    python build_installer.py [--out DIR] [--work DIR]

Linux gives a .deb and a .tar.gz, Windows a setup .exe (NSIS), macOS a .dmg. Nothing is built for another system.
Signing happens where it is configured: CLINICBILL_SIGN_IDENTITY and CLINICBILL_NOTARY_PROFILE (macOS),
CLINICBILL_SIGN_CERTIFICATE (a thumbprint) and CLINICBILL_TIMESTAMP_URL (Windows).

Exit 0: built; 1: a step failed; 2: a tool is absent, each one named.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import plistlib
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

NAME = "clinicbill"
BUILT, FAILED, CANNOT = 0, 1, 2
PYINSTALLER = "pyinstaller>=6.22,<7"
SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}

# Tool and what brings it, by system. PyInstaller itself needs binutils on Linux.
TOOLS: dict[str, tuple[tuple[str, str], ...]] = {
    "linux": (
        ("dpkg-deb", "sudo apt-get install dpkg"),
        ("objdump", "sudo apt-get install binutils"),
        ("strip", "sudo apt-get install binutils"),
        ("ldd", "sudo apt-get install libc-bin"),
    ),
    "windows": (("makensis", "install NSIS 3 and put its folder on PATH"),),
    "macos": (("codesign", "xcode-select --install"), ("hdiutil", "a part of macOS")),
}
# Further tools where signing is configured: variable, tool, what brings it.
SIGNING_TOOLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "linux": (),
    "windows": (("CLINICBILL_SIGN_CERTIFICATE", "signtool", "install the Windows SDK"),),
    "macos": (("CLINICBILL_NOTARY_PROFILE", "xcrun", "xcode-select --install"),),
}

# Taken out of the build's own PySide6 before PyInstaller looks: each drags in libraries that no page uses
# (Qt Quick, GTK, network). Left in, the program is 50 MB larger.
UNNEEDED_QT = (
    "plugins/platforminputcontexts/*virtualkeyboard*",
    "plugins/imageformats/*qpdf*",
    "plugins/platformthemes/*gtk3*",
    "plugins/networkinformation",
    "plugins/tls",
    "plugins/generic",
    "plugins/egldeviceintegrations",
    "plugins/platforms/*eglfs*",
    "plugins/platforms/*linuxfb*",
    "plugins/platforms/*minimalegl*",
    "plugins/platforms/*vkkhr*",
    "plugins/platforms/*vnc*",
    "translations",
)
# `simple_icd_10_cm` is left out as code: only its data file is read, importing it takes seconds.
EXCLUDED = ("PySide6.QtNetwork", "PIL.AvifImagePlugin", "PIL._avif", "tkinter")
DATA_ONLY = "simple_icd_10_cm"
ENTITLEMENTS = (
    "com.apple.security.cs.allow-unsigned-executable-memory",  # libffi's closures
    "com.apple.security.cs.disable-library-validation",  # Qt is signed by others
)

# The window asks its own interpreter in a child process whether Qt starts; frozen, that interpreter is this program.
LAUNCHER = """\
import sys

if sys.argv[1:2] == ["-c"]:
    from clinicbill.ui import probe

    if sys.argv[2:] != [probe._TRY]:
        sys.exit("clinicbill runs no code")
    exec(probe._TRY)
else:
    from clinicbill.__main__ import main

    main()
"""

# The program's own mark, drawn by the program, as the picture of its package.
ICONS = """\
import sys
from pathlib import Path
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from clinicbill.ui.side_bar import paint_mark

app = QGuiApplication([])
folder = Path(sys.argv[1])
for size in (48, 256, 512):
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_mark(painter, QPointF(0, 0), size)
    painter.end()
    assert image.save(str(folder / f"clinicbill-{size}.png"))
with Image.open(folder / "clinicbill-256.png") as picture:
    picture.save(folder / "clinicbill.ico", sizes=[(side, side) for side in (16, 24, 32, 48, 64, 128, 256)])
"""

DEPENDS = """\
from clinicbill.ui.probe import LIBRARIES, X_LIBRARIES
print(", ".join(sorted({package for _, package in (*LIBRARIES, *X_LIBRARIES)})))
"""

DESKTOP = """\
[Desktop Entry]
Type=Application
Name=clinicbill
GenericName=Medical billing
Comment=Coding, claims and ledger for a small office
Exec=clinicbill
Icon=clinicbill
Terminal=false
Categories=Office;Finance;
"""

CONTROL = Template("""\
Package: clinicbill
Version: $version
Architecture: $architecture
Maintainer: the clinicbill authors
Installed-Size: $kib
Depends: libc6 (>= $libc), $depends
Section: misc
Priority: optional
Description: coding, claims and ledger for a small US chiropractic or orthopaedic office
 One encrypted file on your own computer; nothing leaves it.
""")

COPYRIGHT = """\
clinicbill is under the MIT licence (LICENSE).

Qt and PySide6 are used under the GNU Lesser General Public License 3 (licences/LGPL-3.txt, GPL-3.txt): they are the
separate shared libraries in the folder _internal/PySide6 and may be replaced by other builds of the same version.
Their source is published by The Qt Company. The licences of all other packages lie in _internal/*.dist-info, those
of the fonts in _internal/clinicbill/resources/fonts.
"""

SETUP = Template(r"""
Unicode true
SetCompressor /SOLID lzma
!include "MUI2.nsh"
Name "clinicbill"
OutFile "$out"
InstallDir "$$LOCALAPPDATA\Programs\clinicbill"
InstallDirRegKey HKCU "Software\clinicbill" "folder"
RequestExecutionLevel user
!define MUI_ICON "$icon"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\clinicbill"
!insertmacro MUI_PAGE_LICENSE "$licence"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section
  RMDir /r "$$INSTDIR\_internal"
  SetOutPath "$$INSTDIR"
  File /r "$folder$slash*.*"
  WriteUninstaller "$$INSTDIR\uninstall.exe"
  CreateShortcut "$$SMPROGRAMS\clinicbill.lnk" "$$INSTDIR\clinicbill.exe"
  WriteRegStr HKCU "Software\clinicbill" "folder" "$$INSTDIR"
  WriteRegStr HKCU "$${UNINSTALL}" "DisplayName" "clinicbill"
  WriteRegStr HKCU "$${UNINSTALL}" "DisplayVersion" "$version"
  WriteRegStr HKCU "$${UNINSTALL}" "UninstallString" '"$$INSTDIR\uninstall.exe"'
SectionEnd

; Only what was installed goes; a practice file that somebody keeps in this folder stays.
Section "Uninstall"
  RMDir /r "$$INSTDIR\_internal"
  RMDir /r "$$INSTDIR\licences"
  Delete "$$INSTDIR\clinicbill.exe"
  Delete "$$INSTDIR\LICENSE"
  Delete "$$INSTDIR\COPYRIGHT.txt"
  Delete "$$INSTDIR\INSTALL.md"
  Delete "$$INSTDIR\uninstall.exe"
  RMDir "$$INSTDIR"
  Delete "$$SMPROGRAMS\clinicbill.lnk"
  DeleteRegKey HKCU "$${UNINSTALL}"
  DeleteRegKey HKCU "Software\clinicbill"
SectionEnd
""")


class Stopped(Exception):
    """A step failed; the text says which."""


@dataclass(frozen=True, kw_only=True)
class Build:
    """One run.

    Attributes:
        root: the checkout.
        work: everything in between; may be thrown away.
        out: where the packages go.
        system: linux, windows or macos.
        environ: what is configured, and the PATH the tools are looked for on.
    """

    root: Path
    work: Path
    out: Path
    system: str
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def version(self) -> str:
        """The version in pyproject.toml."""
        return str(tomllib.loads((self.root / "pyproject.toml").read_text("utf-8"))["project"]["version"])

    @property
    def python(self) -> Path:
        """The interpreter of the fresh environment."""
        place = ("Scripts", "python.exe") if self.system == "windows" else ("bin", "python")
        return self.work.joinpath("venv", *place)

    @property
    def folder(self) -> Path:
        """What is shipped: PyInstaller's folder, or the .app with it inside."""
        return self.work / "dist" / (f"{NAME}.app" if self.system == "macos" else NAME)

    @property
    def program(self) -> Path:
        """The frozen program."""
        if self.system == "macos":
            return self.folder / "Contents" / "MacOS" / NAME
        return self.folder / (f"{NAME}.exe" if self.system == "windows" else NAME)

    def asked(self, *arguments: str) -> str:
        """What the fresh environment's Python answers."""
        done = subprocess.run([str(self.python), *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            raise Stopped(f"the new environment's Python failed: {done.stderr.strip()}")
        return done.stdout.strip()


def run(build: Build, command: Sequence[str], **variables: str) -> None:
    """Run one tool; its output goes to the terminal.

    Raises:
        Stopped: it ended with another exit code than 0.
    """
    code = subprocess.run(list(command), env={**build.environ, **variables}, check=False).returncode
    if code:
        raise Stopped(f"{Path(command[0]).name} ended with exit code {code}: {' '.join(command)}")


def missing(system: str, environ: Mapping[str, str]) -> list[str]:
    """What this computer lacks to build, each with what brings it."""
    found = []
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found.append(f"Python 3.11, 3.12 or 3.13 (this is {platform.python_version()})")
    if importlib.util.find_spec("ensurepip") is None:
        found.append("the module venv: sudo apt-get install python3-venv")
    wanted = [*TOOLS[system]]
    wanted += [(tool, how) for variable, tool, how in SIGNING_TOOLS[system] if environ.get(variable)]
    path = environ.get("PATH", "")
    found += [f"{tool}: {how}" for tool, how in wanted if shutil.which(tool, path=path) is None]
    if environ.get("CLINICBILL_SIGN_CERTIFICATE") and not environ.get("CLINICBILL_TIMESTAMP_URL"):
        found.append("CLINICBILL_TIMESTAMP_URL: the address of your certificate's time stamp service")
    return found


def make_environment(build: Build) -> None:
    """A fresh virtual environment with this checkout and PyInstaller, Qt trimmed."""
    shutil.rmtree(build.work / "venv", ignore_errors=True)
    run(build, [sys.executable, "-m", "venv", str(build.work / "venv")])
    pip = [str(build.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(build, [*pip, str(build.root), PYINSTALLER])
    trim_qt(Path(build.asked("-c", "import PySide6; print(PySide6.__path__[0])")))


def trim_qt(pyside: Path) -> None:
    """Remove from an installed PySide6 what this program does not use; on Windows Qt lies one folder higher."""
    for pattern in UNNEEDED_QT:
        for place in (*pyside.glob(f"Qt/{pattern}"), *pyside.glob(pattern)):
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink()


def freeze_command(build: Build, tabular: Path) -> list[str]:
    """PyInstaller's command line for this system; `tabular` is the ICD-10-CM file of the dependency."""
    command = [str(build.python), "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", "--onedir"]
    command += [f"--name={NAME}", f"--icon={build.work / 'clinicbill-512.png'}"]
    for option, folder in (("specpath", "spec"), ("workpath", "pyinstaller"), ("distpath", "dist")):
        command.append(f"--{option}={build.work / folder}")
    separator = ";" if build.system == "windows" else ":"
    command.append(f"--add-data={build.root / 'resources'}{separator}clinicbill/resources")
    command.append(f"--add-data={tabular}{separator}{DATA_ONLY}/data")
    command.append(f"--add-data={build.work / '__init__.py'}{separator}PySide6")
    # Commands and pages are imported by name; doctor reads versions; the aging PDF uses reportlab's own fonts.
    command += [f"--collect-submodules={NAME}", f"--recursive-copy-metadata={NAME}"]
    command += ["--collect-data=reportlab", "--collect-data=tzdata"]
    command += [f"--exclude-module={module}" for module in (*EXCLUDED, DATA_ONLY)]
    command += _freeze_options(build)
    return [*command, str(build.work / "launcher.py")]


def _freeze_options(build: Build) -> list[str]:
    if build.system == "linux":
        return ["--strip"]
    if build.system == "windows":
        return ["--hide-console=hide-early"]  # commands print, a double click shows no black window
    options = ["--windowed", f"--osx-bundle-identifier=org.{NAME}.{NAME}"]
    if identity := build.environ.get("CLINICBILL_SIGN_IDENTITY"):
        options.append(f"--codesign-identity={identity}")
        options.append(f"--osx-entitlements-file={build.work / 'entitlements.plist'}")
    return options


def freeze(build: Build) -> None:
    """One folder with the program, its Python and its libraries."""
    (build.work / "launcher.py").write_text(LAUNCHER, "utf-8")
    # Frozen, PySide6 has no file of its own; the window looks at this one's age to see whether Qt was exchanged.
    (build.work / "__init__.py").touch()
    (build.work / "entitlements.plist").write_bytes(plistlib.dumps(dict.fromkeys(ENTITLEMENTS, True)))
    run(build, [str(build.python), "-c", ICONS, str(build.work)], QT_QPA_PLATFORM="offscreen")
    pattern = "import importlib.util as u; print(u.find_spec({!r}).submodule_search_locations[0])"
    data = Path(build.asked("-c", pattern.format(DATA_ONLY)), "data")
    run(build, freeze_command(build, next(data.glob("*tabular*.xml"))))
    if build.system != "macos":  # a sealed .app takes no further files; there the disk image has them
        add_papers(build, build.folder)


def add_papers(build: Build, folder: Path) -> None:
    """Licence, notices and the way to install, in the folder that is shipped."""
    shutil.copyfile(build.root / "LICENSE", folder / "LICENSE")
    shutil.copyfile(build.root / "docs" / "install.md", folder / "INSTALL.md")
    shutil.copytree(build.root / "docs" / "licences", folder / "licences", dirs_exist_ok=True)
    (folder / "COPYRIGHT.txt").write_text(COPYRIGHT, "utf-8")


def try_out(build: Build) -> None:
    """Do the whole job with the frozen program, look at it, and open its window without a screen."""
    trial = build.work / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    trial.mkdir(parents=True)
    own = {
        "CLINICBILL_PREFERENCES": str(trial / "preferences.toml"),
        "CLINICBILL_CODES_DIR": str(trial / "codes"),
        "CLINICBILL_PASSWORD": "demo",
        "QT_QPA_PLATFORM": "offscreen",
    }
    program, practice = str(build.program), str(trial / "demo-chiro.clinicbill")
    run(build, [program, "demo", "--headless", "--dir", str(trial)], **own)
    run(build, [program, "doctor", "--practice", practice], **own)
    run(build, [program, "demo", "--dir", str(trial), "--screenshots", str(trial / "pictures")], **own)
    if not list((trial / "pictures").rglob("*.png")):
        raise Stopped("the frozen program took no picture of its window")


def package_linux(build: Build) -> list[Path]:
    """The .deb, and the same folder as .tar.gz to unpack anywhere."""
    return [_deb(build), _tar(build)]


def _deb(build: Build) -> Path:
    tree = build.work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(build.folder, tree / "usr/lib" / NAME, symlinks=True)
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    _write(tree / f"usr/share/applications/{NAME}.desktop", DESKTOP)
    _write(tree / f"usr/share/doc/{NAME}/copyright", COPYRIGHT + (build.root / "LICENSE").read_text("utf-8"))
    for size in (48, 256):
        icon = tree / f"usr/share/icons/hicolor/{size}x{size}/apps/{NAME}.png"
        icon.parent.mkdir(parents=True)
        shutil.copyfile(build.work / f"clinicbill-{size}.png", icon)
    kib = sum(path.lstat().st_size for path in tree.rglob("*")) // 1024
    architecture = _said("dpkg", "--print-architecture", build=build)
    control = CONTROL.substitute(
        version=build.version,
        architecture=architecture,
        kib=kib,
        libc=platform.libc_ver()[1],
        depends=build.asked("-c", DEPENDS),
    )
    _write(tree / "DEBIAN/control", control)
    _open_modes(tree)
    package = build.out / f"{NAME}_{build.version}_{architecture}.deb"
    run(build, ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)])
    return package


def _tar(build: Build) -> Path:
    top = f"{NAME}-{build.version}"
    package = build.out / f"{top}-linux-{platform.machine()}.tar.gz"

    def anonymous(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        return entry

    with tarfile.open(package, "w:gz") as archive:
        archive.add(build.folder, top, filter=anonymous)
    return package


def package_windows(build: Build) -> list[Path]:
    """The setup program: for this user, without an administrator; signed where a certificate is configured."""
    _sign_windows(build, build.program)
    package = build.out / f"{NAME}-{build.version}-windows-setup.exe"
    script = SETUP.substitute(
        out=package,
        icon=build.work / "clinicbill.ico",
        licence=build.root / "LICENSE",
        folder=build.folder,
        slash=os.sep,
        version=build.version,
    )
    _write(build.work / "setup.nsi", script)
    run(build, ["makensis", "-V2", str(build.work / "setup.nsi")])
    _sign_windows(build, package)
    return [package]


def _sign_windows(build: Build, path: Path) -> None:
    thumbprint = build.environ.get("CLINICBILL_SIGN_CERTIFICATE")
    if thumbprint:
        stamp = ["/tr", build.environ["CLINICBILL_TIMESTAMP_URL"], "/td", "sha256"]
        run(build, ["signtool", "sign", "/fd", "sha256", "/sha1", thumbprint, *stamp, str(path)])


def package_macos(build: Build) -> list[Path]:
    """The disk image with the .app (PyInstaller signed it, if so configured); notarized where that is configured."""
    run(build, ["codesign", "--verify", "--strict", str(build.folder)])
    tree = build.work / "dmg"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(build.folder, tree / build.folder.name, symlinks=True)
    (tree / "Applications").symlink_to("/Applications")
    add_papers(build, tree)
    package = build.out / f"{NAME}-{build.version}-macos-{platform.machine()}.dmg"
    image = ["-volname", NAME, "-srcfolder", str(tree), "-ov", "-format", "UDZO", str(package)]
    run(build, ["hdiutil", "create", *image])
    if profile := build.environ.get("CLINICBILL_NOTARY_PROFILE"):
        notary = ["notarytool", "submit", str(package), "--keychain-profile", profile, "--wait"]
        run(build, ["xcrun", *notary])
        run(build, ["xcrun", "stapler", "staple", str(package)])
    return [package]


PACKAGERS = {"linux": package_linux, "windows": package_windows, "macos": package_macos}


def _said(*command: str, build: Build) -> str:
    done = subprocess.run(command, env=dict(build.environ), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stopped(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _open_modes(tree: Path) -> None:
    """Everybody may read what root installs, whatever this user's umask is."""
    for path in tree.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)


def checksum(package: Path) -> Path:
    """Write the SHA-256 beside a package, in the form that `sha256sum --check` reads."""
    with package.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    beside = package.with_name(f"{package.name}.sha256")
    beside.write_text(f"{digest}  {package.name}\n", "utf-8")
    return beside


def build_all(build: Build) -> list[Path]:
    """Every step in its order, each with its time; the finished packages."""
    build.work.mkdir(parents=True, exist_ok=True)
    build.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for words, step in (("Environment", make_environment), ("Program", freeze), ("Trial run", try_out)):
        print(f"{words} …", flush=True)
        step(build)
        print(f"{words} done after {time.monotonic() - began:.0f} s", flush=True)
    packages = PACKAGERS[build.system](build)
    for package in packages:
        checksum(package)
        print(f"{package} ({package.stat().st_size / 1e6:.1f} MB) after {time.monotonic() - began:.0f} s")
    return packages


def main(arguments: Sequence[str] | None = None) -> int:
    """Build for this system; the exit code."""
    parser = argparse.ArgumentParser(description="Build clinicbill's installer for this system.")
    root = Path(__file__).resolve().parent
    parser.add_argument("--out", type=Path, default=root / "dist", help="where the packages go")
    parser.add_argument("--work", type=Path, default=root / "build", help="everything in between")
    chosen = parser.parse_args(arguments)
    system = SYSTEMS.get(sys.platform, "linux")
    lacking = missing(system, os.environ)
    if lacking:
        print(
            "Nothing was built; this computer lacks:",
            *(f"  {line}" for line in lacking),
            sep="\n",
            file=sys.stderr,
        )
        return CANNOT
    try:
        build_all(Build(root=root, work=chosen.work.resolve(), out=chosen.out.resolve(), system=system))
    except Stopped as problem:
        print(f"Nothing was packaged: {problem}", file=sys.stderr)
        return FAILED
    return BUILT


if __name__ == "__main__":
    sys.exit(main())
