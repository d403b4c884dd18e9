"""The three servers of the local stack, each as a service that can be started."""
