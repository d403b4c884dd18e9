"""What the containers and the cluster run, run natively: several of each that can be several."""
