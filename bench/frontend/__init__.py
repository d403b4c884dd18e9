"""What the dashboard costs a browser, beside the same page written naively, and beside uPlot."""
