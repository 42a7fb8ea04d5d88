# Standard errors and bandwidths of R's sandwich, recorded in sandwich.csv, for
# test_sandwich.py. Debian 12: r-base-core 4.2.2, r-cran-sandwich 3.0-2.
#
#   Rscript tests/reference/sandwich.R > tests/reference/sandwich.csv
#
# from the root of the repository.
library(sandwich)

rows <- list()
record <- function(data, asset, kind, lag, values) {
  rows[[length(rows) + 1]] <<- data.frame(
    data = data, asset = asset, kind = kind, lag = lag,
    term = names(values), value = sprintf("%.17g", values)
  )
}
errors <- function(covariance) sqrt(diag(covariance))

assets <- read.csv("labfolio_xl/data/sample_assets.csv")
factors <- read.csv("labfolio_xl/data/sample_factors.csv")
x <- as.matrix(factors[, -1])
for (n in c(100, 249)) {
  for (asset in c("AAPL", "KO", "XOM")) {
    data <- paste("us2022", n)
    fit <- lm(assets[1:n, asset] ~ x[1:n, ])
    names(fit$coefficients) <- c("alpha", colnames(x))
    record(data, asset, "estimate", NA, coef(fit))
    record(data, asset, "ols", NA, setNames(errors(vcov(fit)), names(coef(fit))))
    for (kind in c("HC0", "HC1")) {
      record(data, asset, tolower(kind), NA, setNames(errors(vcovHC(fit, kind)), names(coef(fit))))
    }
    for (lag in c(0, 5, 20)) {
      v <- NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = FALSE)
      record(data, asset, "hac", lag, setNames(errors(v), names(coef(fit))))
    }
    scores <- estfun(fit)
    weights <- c(0, 1 / sqrt(colSums(scores[, -1]^2)))
    bandwidth <- bwNeweyWest(fit, prewhite = 0, weights = weights)
    record(data, asset, "bandwidth", NA, c(all = bandwidth))
  }
}

# Greene (1993), Econometric Analysis, 2nd edition, table 15.1; Newey-West as in its example
# 15.3 (the data set of the package: ?sandwich::Investment).
data(Investment)
investment <- na.omit(as.data.frame(Investment)[, c("RealInv", "RealGNP", "RealInt")])
fit <- lm(RealInv ~ RealGNP + RealInt, data = investment)
terms <- c("alpha", "RealGNP", "RealInt")
record("greene", "RealInv", "estimate", NA, setNames(coef(fit), terms))
v <- NeweyWest(fit, lag = 4, prewhite = FALSE, adjust = FALSE)
record("greene", "RealInv", "hac", 4, setNames(errors(v), terms))
for (name in names(investment)) {
  record("greene", name, "data", NA, setNames(investment[[name]], seq(1964, 1982)))
}
write.csv(do.call(rbind, rows), row.names = FALSE, quote = FALSE, na = "")
