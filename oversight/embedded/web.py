"""gunicorn's configuration for `make run`."""

import os

from .supervisor import die_with_parent

bind = f"127.0.0.1:{os.environ['PORT']}"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
graceful_timeout = 4
control_socket_disable = True  # it would lie in the home folder


def post_fork(_server, _worker):
    die_with_parent()  # a worker left behind would keep the port
