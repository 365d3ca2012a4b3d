# Prints, as JSON, what R says about the numbers that src/stats works out. Needs R >= 4.2 and the package pROC.
# Rscript tools/reference/freeze.R > src/stats/reference/r.json
suppressMessages(library(pROC))

show <- function(v) {
  if (is.character(v)) return(if (length(v) == 1) paste0('"', v, '"') else paste0("[", paste0('"', v, '"', collapse = ","), "]"))
  if (is.list(v)) {
    inner <- vapply(v, show, "")
    if (is.null(names(v))) return(paste0("[", paste(inner, collapse = ",\n "), "]"))
    return(paste0("{", paste0('"', names(v), '":', inner, collapse = ","), "}"))
  }
  if (inherits(v, "I") || length(v) != 1) return(paste0("[", paste(vapply(unclass(v), show, ""), collapse = ","), "]"))
  if (is.logical(v)) return(if (v) "true" else "false")
  sprintf("%.17g", v)
}
cases <- function(...) {
  grid <- expand.grid(..., KEEP.OUT.ATTRS = FALSE)
  lapply(seq_len(nrow(grid)), function(i) as.list(grid[i, , drop = FALSE]))
}
with_value <- function(list_of, f) lapply(list_of, function(one) c(one, list(value = do.call(f, one))))

out <- list(made_by = paste(R.version.string, "pROC", as.character(packageVersion("pROC"))))

out$normal_upper <- with_value(cases(x = c(-38, -10, -5, -2.3, -2, -1, -0.3, 0, 1e-9, 0.1, 0.5, 1, 1.96, 2, 2.01, 3, 5, 8, 10, 20, 37)), function(x) pnorm(x, lower.tail = FALSE))
out$normal_quantile <- with_value(cases(p = c(1e-300, 1e-100, 1e-20, 1e-8, 0.001, 0.025, 0.2, 0.24, 0.26, 0.3, 0.499, 0.5, 0.501, 0.75, 0.9, 0.975, 0.999, 1 - 1e-9)), qnorm)
out$log_gamma <- with_value(cases(x = c(1e-8, 0.01, 0.5, 1, 1.5, 2, 2.5, 3, 9.5, 10, 10.5, 50, 1e3, 1e6, 1e10)), lgamma)
out$gamma <- with_value(cases(a = c(0.01, 0.5, 1, 3.7, 20, 500, 1e5), ratio = c(0.01, 0.5, 0.98, 1, 1.02, 1.5, 3)),
  function(a, ratio) list(lower = pgamma(a * ratio, a), upper = pgamma(a * ratio, a, lower.tail = FALSE)))
out$beta <- with_value(cases(x = c(1e-6, 0.01, 0.3, 0.5, 0.7, 0.99), a = c(0.5, 1, 5, 51, 3000), b = c(0.5, 2, 40, 2500)), function(x, a, b) pbeta(x, a, b))
out$beta_quantile <- with_value(cases(p = c(1e-6, 0.025, 0.3, 0.5, 0.8, 0.975), a = c(0.5, 1, 5, 51, 3000), b = c(0.5, 2, 40, 2500)), function(p, a, b) qbeta(p, a, b))
out$chi_squared_upper <- with_value(cases(x = c(1e-4, 0.5, 3.841, 10.83, 60, 200, 1200), df = c(1, 2, 5, 9, 49, 499)), function(x, df) pchisq(x, df, lower.tail = FALSE))
out$chi_squared_quantile <- with_value(cases(p = c(1e-9, 0.025, 0.5, 0.95, 0.999), df = c(1, 2, 9, 499, 1e5)), qchisq)
out$student_upper <- with_value(cases(t = c(-3, -0.1, 0, 1e-6, 0.7, 2, 6, 40), df = c(1, 2, 2.5, 10, 49, 4999, 1e7)), function(t, df) pt(t, df, lower.tail = FALSE))
out$student_quantile <- with_value(cases(p = c(1e-8, 0.005, 0.025, 0.3, 0.6, 0.975, 0.9995), df = c(1, 2, 2.5, 4, 49, 4999, 1e7)), qt)

counts <- list(c(0, 5), c(1, 5), c(3, 5), c(5, 5), c(0, 50), c(1, 50), c(25, 50), c(49, 50), c(50, 50),
  c(0, 5000), c(1, 5000), c(77, 5000), c(2500, 5000), c(4999, 5000), c(5000, 5000), c(81, 263), c(0, 1), c(1, 1))
both <- function(ci) list(low = ci[1], high = ci[2])
# prop.test finds its interval in closed form; it is asked one way for both so that 0.95 and 0.99 agree.
out$wilson <- unlist(lapply(c(0.95, 0.99), function(level) lapply(counts, function(c)
  c(list(k = c[1], n = c[2], confidence = level), both(suppressWarnings(prop.test(c[1], c[2], conf.level = level, correct = FALSE))$conf.int)))), recursive = FALSE)
out$clopper_pearson <- unlist(lapply(c(0.95, 0.99), function(level) lapply(counts, function(c)
  c(list(k = c[1], n = c[2], confidence = level), both(binom.test(c[1], c[2], conf.level = level)$conf.int)))), recursive = FALSE)

numbers <- function(n) ((seq_len(n) * 7919) %% 1009) / 10 + 1000
out$mean <- lapply(c(2, 5, 50, 5000), function(n) {
  x <- numbers(n)
  c(list(n = n, mean = mean(x), sd = sd(x)), both(t.test(x)$conf.int))
})
out$quantile <- unlist(lapply(c(1, 2, 5, 50, 5000), function(n) lapply(c(0, 0.01, 0.25, 0.5, 0.95, 0.99, 1), function(p)
  list(n = n, p = p, value = unname(quantile(numbers(n), p, type = 7))))), recursive = FALSE)
# Ranks of the order statistics: the largest l with P(B < l) <= 2.5 % and, from the top, its mirror image.
out$quantile_ranks <- unlist(lapply(c(50, 500, 5000), function(n) lapply(c(0.25, 0.5, 0.95), function(p)
  list(n = n, p = p, low = qbinom(0.025, n, p), high = n + 1 - qbinom(0.025, n, 1 - p)))), recursive = FALSE)

p <- c(.001, .008, .039, .041, .042, .06, .074, .205, .212, .216, .9, .041, 1)
out$adjusted <- list(p = p, bh = p.adjust(p, "BH"), holm = p.adjust(p, "holm"))

ks <- function(x, y) {
  e <- suppressWarnings(ks.test(x, y, exact = TRUE))
  a <- suppressWarnings(ks.test(x, y, exact = FALSE))
  list(x = x, y = y, d = unname(e$statistic), exact = e$p.value, limit = a$p.value)
}
plain <- function(n, step) ((seq_len(n) * step) %% 997) / 997
out$ks <- list(
  ks(iris$Sepal.Length[1:50], iris$Sepal.Length[51:100]), ks(iris$Sepal.Width[1:50], iris$Sepal.Width[101:140]),
  ks(plain(30, 311), plain(45, 503)^2), ks(c(1, 2, 2, 3), c(2, 3, 3, 4, 5)), ks(c(1, 1, 1), c(2, 2)))
out$kolmogorov_limit <- with_value(cases(x = c(0.2, 0.5, 0.8, 0.99, 1, 1.01, 1.358, 2, 4, 8)), function(x) {
  k <- 1:200
  if (x < 1) 1 - sqrt(2 * pi) / x * sum(exp(-(2 * k - 1)^2 * pi^2 / (8 * x^2))) else 2 * sum((-1)^(k - 1) * exp(-2 * k^2 * x^2))
})

tables <- list(c(3, 1, 1, 3), c(0, 5, 5, 0), c(1, 9, 11, 3), c(130, 370, 240, 260), c(10, 10, 10, 10), c(0, 0, 3, 4), c(12, 5000, 25, 5100))
out$fisher <- lapply(tables, function(t) list(table = t, p = fisher.test(matrix(t, 2, byrow = TRUE))$p.value))
out$contingency <- lapply(list(list(c(130, 370), c(240, 260)), list(c(5, 9, 20, 1), c(8, 7, 31, 4)), list(c(50300, 1), c(49700, 3))), function(t) {
  m <- rbind(t[[1]], t[[2]])
  plain <- suppressWarnings(chisq.test(m, correct = FALSE))
  list(a = t[[1]], b = t[[2]], statistic = unname(plain$statistic), df = unname(plain$parameter), p = plain$p.value,
    yates = suppressWarnings(chisq.test(m, correct = TRUE))$p.value)
})
out$mcnemar <- lapply(list(c(150, 86), c(7, 3), c(0, 9), c(12, 12), c(1, 0)), function(d) {
  m <- matrix(c(794, d[2], d[1], 570), 2)
  list(b = d[1], c = d[2], plain = mcnemar.test(m, correct = FALSE)$p.value, continuity = mcnemar.test(m)$p.value, exact = binom.test(d[1], sum(d))$p.value)
})

tight <- 1e-13
out$power <- list(
  shares = lapply(list(c(.8, .82, .8), c(.02, .03, .9), c(.5, .9, .8)), function(c)
    list(p1 = c[1], p2 = c[2], power = c[3], n = power.prop.test(p1 = c[1], p2 = c[2], power = c[3], tol = tight)$n)),
  share_power = lapply(list(c(.8, .82, 1000), c(.1, .2, 150)), function(c) list(p1 = c[1], p2 = c[2], n = c[3], power = power.prop.test(c[3], c[1], c[2])$power)),
  visible = lapply(list(c(.8, 1000), c(.05, 400)), function(c) list(p = c[1], n = c[2], p2 = power.prop.test(n = c[2], p1 = c[1], power = .8, tol = tight)$p2)),
  means = lapply(list(c(.1, 1, .9), c(1, 1, .8), c(2, 5, .95)), function(c)
    list(difference = c[1], sd = c[2], power = c[3], n = power.t.test(delta = c[1], sd = c[2], power = c[3], tol = tight)$n)),
  mean_power = lapply(list(c(.1, 1, 1000), c(1, 1, 5), c(1, 2, 80)), function(c) list(difference = c[1], sd = c[2], n = c[3], power = power.t.test(c[3], c[1], c[2])$power)))

score <- seq(0.025, 0.975, length.out = 20)
n <- 40 + (seq_along(score) * 13) %% 29
curve <- function(a, b) round(n * plogis(a + b * qlogis(score)))
out$recalibration <- lapply(list(curve(0, 1), curve(-0.4, 0.6), curve(0.3, 1.8)), function(hits) {
  fit <- glm(cbind(hits, n - hits) ~ qlogis(score), family = binomial, control = list(epsilon = 1e-13, maxit = 100))
  s <- summary(fit)$coefficients
  list(score = score, n = n, positives = hits, intercept = s[1, 1], slope = s[2, 1], intercept_se = s[1, 2], slope_se = s[2, 2])
})

ranked <- function(rows, coarse) {
  i <- seq_len(rows)
  label <- as.integer((i * 17) %% 7 < 3)
  a <- round(((i * 37) %% 101) / 101 + 0.35 * label, coarse)
  b <- round(((i * 53) %% 89) / 89 + 0.15 * label, coarse)
  ra <- roc(label, a, levels = 0:1, direction = "<", quiet = TRUE)
  rb <- roc(label, b, levels = 0:1, direction = "<", quiet = TRUE)
  paired <- roc.test(ra, rb, method = "delong")
  list(label = label, a = a, b = b, auc = as.numeric(auc(ra)), variance = var(ra, method = "delong"),
    low = ci.auc(ra)[1], high = ci.auc(ra)[3], auc_b = as.numeric(auc(rb)), z = unname(paired$statistic), p = paired$p.value)
}
out$auc <- list(ranked(20, 3), ranked(113, 1), ranked(400, 2))

cat("{", paste0('"', names(out), '": ', vapply(out, show, ""), collapse = ",\n"), "}\n", sep = "")
