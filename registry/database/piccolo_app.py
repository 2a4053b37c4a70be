"""All tables of the registry, as Piccolo wants them listed."""

from pathlib import Path

from piccolo.conf.apps import AppConfig
from piccolo.table import Table

from registry.accounts.tables import (
    Account,
    AccountRequest,
    AccountSession,
    ApiToken,
    Attempt,
    AuditEvent,
    AuditSeal,
    OneTimeLink,
    RecoveryCode,
    RoleGrant,
)
from registry.candidates.tables import Candidacy, CandidacyAttachment, CandidacyStep, CandidateRound
from registry.corrections.tables import RecordCorrection
from registry.database.tables import ChangeEntry, ChangeLog, Operation
from registry.enterprises.dossier.tables import (
    EnterpriseContact,
    EnterpriseProduct,
    EnterpriseTraining,
    ValueConfirmation,
)
from registry.enterprises.ladder.tables import LadderCriteria, TitleReminder
from registry.enterprises.merging.tables import EnterpriseDistinction, EnterpriseMerge
from registry.enterprises.tables import Enterprise, Recognition
from registry.imports.tables import (
    ConfirmedValue,
    HeldValue,
    ImportBatch,
    ImportProblem,
    ImportProgress,
    ImportRow,
    ImportSource,
    OwnerDecision,
    SavedProfile,
)
from registry.indexing.tables import IndexOutbox, IndexReplay, Synonym
from registry.licensing.tables import Licence, Offer
from registry.navigation.tables import Agency, Project
from registry.patents.tables import Patent, PatentEvent, Pledge, StockReview
from registry.views.tables import SavedView

RECORD_TABLES: dict[str, type[Table]] = {
    "enterprise": Enterprise,
    "recognition": Recognition,
    "patent": Patent,
    "event": PatentEvent,
    "pledge": Pledge,
    "stock_review": StockReview,
    "offer": Offer,
    "licence": Licence,
    "agency": Agency,
    "project": Project,
}
"""The table of each record kind of `schemas.records`, parents before children."""

TABLES: tuple[type[Table], ...] = (
    Operation,
    ChangeEntry,
    *RECORD_TABLES.values(),
    IndexOutbox,
    IndexReplay,
    Synonym,
    ImportSource,
    ImportBatch,
    ImportProgress,
    ImportRow,
    ImportProblem,
    HeldValue,
    ConfirmedValue,
    OwnerDecision,
    SavedProfile,
    LadderCriteria,
    TitleReminder,
    Account,
    RoleGrant,
    AccountSession,
    OneTimeLink,
    RecoveryCode,
    ApiToken,
    Attempt,
    AccountRequest,
    AuditEvent,
    AuditSeal,
    CandidateRound,
    Candidacy,
    CandidacyStep,
    CandidacyAttachment,
    RecordCorrection,
    SavedView,
    EnterpriseProduct,
    EnterpriseTraining,
    EnterpriseContact,
    ValueConfirmation,
    EnterpriseMerge,
    EnterpriseDistinction,
)
"""Every table, in an order in which they can be created."""

VIEWS: tuple[type[Table], ...] = (ChangeLog,)
"""What is read like a table."""

APP_CONFIG = AppConfig(
    app_name="registry",
    migrations_folder_path=str(Path(__file__).parent / "migrations"),
    table_classes=list(TABLES),
)
