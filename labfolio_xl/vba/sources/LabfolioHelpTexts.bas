Attribute VB_Name = "LabfolioHelpTexts"
Option Explicit
Option Private Module

' Made by "python -m labfolio_xl.build" from the help of the functions. A procedure for
' each, since VBA compiles none of more than 64 KB.

#If Mac Then
#Else
Public Sub DescribeFunctions(ByRef Failure As String)
    Describe_ACTIVE Failure
    Describe_ALIGN Failure
    Describe_ATTRIBUTION Failure
    Describe_BETAS Failure
    Describe_BETA_MEANS Failure
    Describe_BETA_STATS Failure
    Describe_CHECK Failure
    Describe_COMPARE Failure
    Describe_COV Failure
    Describe_DIAGNOSTICS Failure
    Describe_DRAWDOWNS Failure
    Describe_EXCESS Failure
    Describe_EXPECTED Failure
    Describe_EXPOSURE Failure
    Describe_GROWTH Failure
    Describe_GRS Failure
    Describe_HEDGE Failure
    Describe_HELP Failure
    Describe_LAMBDAS Failure
    Describe_LAST_ERROR Failure
    Describe_MODEL Failure
    Describe_MODEL_PARAMS Failure
    Describe_MODEL_PREMIA Failure
    Describe_NET Failure
    Describe_PERFORMANCE Failure
    Describe_PORTFOLIO Failure
    Describe_PREMIA Failure
    Describe_RESAMPLE Failure
    Describe_RETURNS Failure
    Describe_RISK Failure
    Describe_ROLLING Failure
    Describe_SETTINGS Failure
    Describe_SPAN Failure
    Describe_STATUS Failure
    Describe_STRESS Failure
    Describe_STYLE Failure
    Describe_SUMMARY Failure
    Describe_VERSION Failure
    Describe_WEIGHTS Failure
End Sub

Private Sub Describe_ACTIVE(ByRef Failure As String)
    Describe Failure, "LF_ACTIVE", "The portfolio against its benchmark: active return, risk, exposures and weights.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "The figures of both and of the difference; or active exposures and the tracking error by factor; or active weights and the tracking error by asset.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_ALIGN(ByRef Failure As String)
    Describe Failure, "LF_ALIGN", "Returns of assets and factors on the dates that both have.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "What to spill: both side by side, or one of them.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_ATTRIBUTION(ByRef Failure As String)
    Describe Failure, "LF_ATTRIBUTION", "The portfolio's realised return over a span, split into factors, alpha and the rest.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_BETAS(ByRef Failure As String)
    Describe Failure, "LF_BETAS", "Betas of each asset to the factors.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_BETA_MEANS(ByRef Failure As String)
    Describe Failure, "LF_BETA_MEANS", "Betas over the assets: mean, standard deviation, lowest and highest for each factor.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_BETA_STATS(ByRef Failure As String)
    Describe Failure, "LF_BETA_STATS", "Alpha and betas of each asset with standard errors, t, p and intervals.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_CHECK(ByRef Failure As String)
    Describe Failure, "LF_CHECK", "The data report: what is kept and dropped, what is missing, what looks wrong.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets. It is checked beside the others.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_COMPARE(ByRef Failure As String)
    Describe Failure, "LF_COMPARE", "Return, risk and exposures of several portfolios, a row for each.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_COV(ByRef Failure As String)
    Describe Failure, "LF_COV", "Covariance of the assets from few factors, fit for optimisation with many assets.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Covariances per period, or correlations.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_DIAGNOSTICS(ByRef Failure As String)
    Describe Failure, "LF_DIAGNOSTICS", "What the estimates assume, tested: collinear or weak factors, well-behaved residuals.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "All findings, the residual tests by asset, or the correlations of the residuals.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_DRAWDOWNS(ByRef Failure As String)
    Describe Failure, "LF_DRAWDOWNS", "How far the portfolio and its benchmark fell from their highest values, when, for how long.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column. With them, only the dates that assets and factors have in common are used.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "The falls by date, or the ten deepest falls.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_EXCESS(ByRef Failure As String)
    Describe Failure, "LF_EXCESS", "Returns less the risk-free rate.", Array( _
        "Returns: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates in two columns, or one number.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_EXPECTED(ByRef Failure As String)
    Describe Failure, "LF_EXPECTED", "What the premia say that assets and portfolio should earn, beside what they earned.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_EXPOSURE(ByRef Failure As String)
    Describe Failure, "LF_EXPOSURE", "Exposures of the portfolio to the factors, with standard errors and intervals.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_GROWTH(ByRef Failure As String)
    Describe Failure, "LF_GROWTH", "How one unit of money grew in the portfolio and in its benchmark, by date.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column. With them, only the dates that assets and factors have in common are used.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "What one became, or the return since the start.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_GRS(ByRef Failure As String)
    Describe Failure, "LF_GRS", "Joint tests that all alphas are zero: that of Gibbons, Ross and Shanken, and a robust one.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_HEDGE(ByRef Failure As String)
    Describe Failure, "LF_HEDGE", "What to hold in each factor so that the portfolio has the exposures you want.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Exposure to reach: one number for all factors, or factor and exposure in two columns; a factor that is not named keeps what it has. Zero if left out.", _
        "What to hold in each factor, or the risk before and after.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_HELP(ByRef Failure As String)
    Describe Failure, "LF_HELP", "The list of functions, the help of one, or what a word is found in.", Array( _
        "Name of a function, such as ""LF_BETAS"", or a word to search for.")
End Sub

Private Sub Describe_LAMBDAS(ByRef Failure As String)
    Describe Failure, "LF_LAMBDAS", "Premia of the factors period by period: Fama and MacBeth's second pass.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "The premium of each period, or the running sum, as a chart over time shows it.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_LAST_ERROR(ByRef Failure As String)
    Describe Failure, "LF_LAST_ERROR", "When and where the last unexpected error happened, and the place of the log.", Empty
End Sub

Private Sub Describe_MODEL(ByRef Failure As String)
    Describe Failure, "LF_MODEL", "The linear factor model: sizes, R-squared, and the J test of its pricing errors.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_MODEL_PARAMS(ByRef Failure As String)
    Describe Failure, "LF_MODEL_PARAMS", "Pricing error (alpha) and betas of each asset in the linear factor model.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_MODEL_PREMIA(ByRef Failure As String)
    Describe Failure, "LF_MODEL_PREMIA", "Risk premia of the linear factor model with robust standard errors.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_NET(ByRef Failure As String)
    Describe Failure, "LF_NET", "Factors net of the market: each other one less its beta on it times its return.", Array( _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Name of the factor of which the others are taken net.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_PERFORMANCE(ByRef Failure As String)
    Describe Failure, "LF_PERFORMANCE", "What portfolio, benchmark and assets earned, and at which risk: return, ratio, falls, tails.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column. With them, only the dates that assets and factors have in common are used.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "The figures of portfolio and assets, or the tail of the portfolio by factor.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_PORTFOLIO(ByRef Failure As String)
    Describe Failure, "LF_PORTFOLIO", "Return of the portfolio and its weights by date, for weights that may change or drift.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_PREMIA(ByRef Failure As String)
    Describe Failure, "LF_PREMIA", "Risk premia of the factors: means over time with standard errors, in words too.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "The premia with one kind of standard errors, all kinds side by side, or the test that all premia are zero.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_RESAMPLE(ByRef Failure As String)
    Describe Failure, "LF_RESAMPLE", "Returns compounded to weeks, months, quarters or years.", Array( _
        "Returns: names in the first row, dates in the first column.", _
        "How often the returns are wanted; coarser than they are.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_RETURNS(ByRef Failure As String)
    Describe Failure, "LF_RETURNS", "Returns from prices, between neighbouring dates.", Array( _
        "Prices: names in the first row, dates in the first column.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_RISK(ByRef Failure As String)
    Describe Failure, "LF_RISK", "Where the portfolio's risk comes from: variance and volatility by factor or by asset.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "The risk split by factor, or by asset.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_ROLLING(ByRef Failure As String)
    Describe Failure, "LF_ROLLING", "Exposures of the portfolio in moving windows, with their bands of one standard error.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_SETTINGS(ByRef Failure As String)
    Describe Failure, "LF_SETTINGS", "The settings: what each does, what it takes, and what it is when left out.", Array( _
        "Name of a function, such as ""LF_BETAS"". Leave it out for all settings.")
End Sub

Private Sub Describe_SPAN(ByRef Failure As String)
    Describe Failure, "LF_SPAN", "Is a new factor spanned by the old ones: what an alpha factor adds.", Array( _
        "Returns of the new factors: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "The alpha of each new factor, or the joint tests.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_STATUS(ByRef Failure As String)
    Describe Failure, "LF_STATUS", "Whether the data can be trusted: ""ok"", or what is doubtful or wrong.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets. It is checked beside the others.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_STRESS(ByRef Failure As String)
    Describe Failure, "LF_STRESS", "What shocks to the factors do to each asset and to the portfolio.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Factor and shock in two columns (-0.1 is a fall of 10%), or a column for each scenario under its name.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_STYLE(ByRef Failure As String)
    Describe Failure, "LF_STYLE", "Which long-only mix of style indices each fund moves as, and what it earned beside it.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "The style of each fund over all its dates, or its weights in moving windows.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_SUMMARY(ByRef Failure As String)
    Describe Failure, "LF_SUMMARY", "What the portfolio is exposed to, what that does to its risk, what it earned: in short.", Array( _
        "Returns of the assets: names in the first row, dates in the first column.", _
        "Returns of the factors: names in the first row, dates in the first column.", _
        "Risk-free rate per period as a decimal: dates and rates, or one number; it is subtracted from assets and factors. Leave it out if the returns are excess returns already.", _
        "Weights of the portfolio: asset and weight in two columns; or dates and a column of weights for each asset; or assets and a column for each of several portfolios. Leave it out for equal weights.", _
        "Returns of the benchmark by date, or its weights of the assets.", _
        "The table by factor, the betas of the largest holdings, the sentences and figures in words, or the columns behind the charts.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub

Private Sub Describe_VERSION(ByRef Failure As String)
    Describe Failure, "LF_VERSION", "The version of labfolio_xl.", Empty
End Sub

Private Sub Describe_WEIGHTS(ByRef Failure As String)
    Describe Failure, "LF_WEIGHTS", "Weights of the portfolio from the quantities that it holds and their prices.", Array( _
        "Asset and quantity in two columns; a short position is negative.", _
        "Asset and price in two columns, or a table of prices by date, of which the last known price of each asset counts.", _
        "The weights alone, or quantity, price and value too.", _
        "How data are meant and numbers are estimated: a text such as ""cov=hac; lags=5; sort"", or the sheet Settings. LF_SETTINGS() lists them.")
End Sub
#End If
