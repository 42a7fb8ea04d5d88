# Built by python -m labfolio_xl.build, of the names that each module of models/ exports.

from labfolio_xl.errors import DataWarning as DataWarning
from labfolio_xl.errors import EstimationError as EstimationError
from labfolio_xl.errors import InputError as InputError
from labfolio_xl.errors import LabfolioError as LabfolioError
from labfolio_xl.errors import MissingDataError as MissingDataError
from labfolio_xl.files import read_table as read_table
from labfolio_xl.models.attribution import Attribution as Attribution
from labfolio_xl.models.attribution import attribution as attribution
from labfolio_xl.models.betas import Betas as Betas
from labfolio_xl.models.betas import estimate_betas as estimate_betas
from labfolio_xl.models.covariance import FactorCovariance as FactorCovariance
from labfolio_xl.models.covariance import factor_covariance as factor_covariance
from labfolio_xl.models.cross_section import cross_section as cross_section
from labfolio_xl.models.diagnostics import Diagnostics as Diagnostics
from labfolio_xl.models.diagnostics import diagnostics as diagnostics
from labfolio_xl.models.expected import ExpectedReturns as ExpectedReturns
from labfolio_xl.models.expected import expected_returns as expected_returns
from labfolio_xl.models.exposure import Exposure as Exposure
from labfolio_xl.models.exposure import exposure as exposure
from labfolio_xl.models.factor_model import FactorModel as FactorModel
from labfolio_xl.models.factor_model import factor_model as factor_model
from labfolio_xl.models.grs import GrsTest as GrsTest
from labfolio_xl.models.grs import grs_test as grs_test
from labfolio_xl.models.hedge import Hedge as Hedge
from labfolio_xl.models.hedge import hedge as hedge
from labfolio_xl.models.holdings import Holdings as Holdings
from labfolio_xl.models.holdings import weights_from_holdings as weights_from_holdings
from labfolio_xl.models.lambdas import Lambdas as Lambdas
from labfolio_xl.models.lambdas import estimate_lambdas as estimate_lambdas
from labfolio_xl.models.performance import Performance as Performance
from labfolio_xl.models.performance import performance as performance
from labfolio_xl.models.premia import RiskPremia as RiskPremia
from labfolio_xl.models.risk import RiskDecomposition as RiskDecomposition
from labfolio_xl.models.risk import risk_decomposition as risk_decomposition
from labfolio_xl.models.rolling import RollingExposure as RollingExposure
from labfolio_xl.models.rolling import rolling_betas as rolling_betas
from labfolio_xl.models.rolling import rolling_exposure as rolling_exposure
from labfolio_xl.models.shared.diagnosis import Diagnosis as Diagnosis
from labfolio_xl.models.shared.inference import TestStatistic as TestStatistic
from labfolio_xl.models.spanning import SpanningTest as SpanningTest
from labfolio_xl.models.spanning import spanning_test as spanning_test
from labfolio_xl.models.stress import Stress as Stress
from labfolio_xl.models.stress import stress as stress
from labfolio_xl.returns.aligned import Aligned as Aligned
from labfolio_xl.returns.alignment import align as align
from labfolio_xl.returns.frequency.compounding import resample as resample
from labfolio_xl.returns.rates.excess import excess_returns as excess_returns
from labfolio_xl.returns.report.data_report import data_report as data_report
from labfolio_xl.returns.report.data_report import examine as examine
from labfolio_xl.returns.tables.input_table import InputTable as InputTable
from labfolio_xl.returns.tables.prices import returns_from_prices as returns_from_prices

__version__: str

def public_names() -> dict[str, str]: ...
