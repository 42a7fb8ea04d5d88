"""What several questions share: how errors are made and told, spans, weights, resampling."""
