# Style weights by R's quadprog, recorded in style.csv, for test_style_quadprog.py. Debian 12:
# r-base-core 4.2.2, r-cran-quadprog 1.5-8. FactorAnalytics (R-Forge) states the same problem
# for quadprog in its style.QPfit: covariance of the styles, their covariance with the fund, one
# equality (the sum) and the lower bounds.
#
#   Rscript tests/reference/style.R > tests/reference/style.csv
#
# from the root of the repository.
library(quadprog)

assets <- read.csv("labfolio_xl/data/sample_assets.csv")[, -1]
styles <- as.matrix(read.csv("labfolio_xl/data/sample_factors.csv")[, -1])
n_styles <- ncol(styles)

rows <- list()
for (n in c(60, 249)) {
  for (fund in names(assets)) {
    y <- assets[1:n, fund]
    x <- styles[1:n, ]
    constraints <- cbind(rep(1, n_styles), diag(n_styles))
    found <- solve.QP(cov(x), cov(x, y), constraints, c(1, rep(0, n_styles)), meq = 1)$solution
    difference <- y - x %*% found
    values <- c(found, 1 - var(difference) / var(y), mean(difference), sd(difference))
    rows[[length(rows) + 1]] <- data.frame(
      n_obs = n, fund = fund,
      item = c(colnames(styles), "rsquared", "selection", "tracking_error"),
      value = sprintf("%.17g", values)
    )
  }
}
write.csv(do.call(rbind, rows), row.names = FALSE, quote = FALSE)
