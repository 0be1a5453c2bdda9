"""Only what pyproject.toml cannot say: every package there is, and resources/ laid inside."""

from __future__ import annotations

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["cps_desktop", "cps_desktop.*"]), "cps_desktop.resources"],
    # One folder at the top of the repository; in a wheel it lies inside the package.
    package_dir={"cps_desktop.resources": "resources"},
    include_package_data=False,  # or every folder in it is taken for a package
    package_data={"cps_desktop.resources": ["**/*"]},
)
