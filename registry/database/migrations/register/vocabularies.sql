-- Closed vocabularies: the words that a column may hold. Their Chinese labels are in the program.

ALTER TABLE enterprise
    ADD CONSTRAINT enterprise_currency_check CHECK (registered_capital_currency ~ '^[A-Z]{3}$'
        AND paid_in_capital_currency ~ '^[A-Z]{3}$');

ALTER TABLE recognition
    ADD CONSTRAINT recognition_title_kind_check CHECK (title_kind IN (
        'ip_advantage', 'ip_demonstration', 'ip_demonstration_candidate', 'ip_standard',
        'high_tech', 'tech_sme', 'specialised', 'little_giant', 'innovative_sme', 'gazelle',
        'unicorn', 'champion', 'technology_centre', 'other')),
    ADD CONSTRAINT recognition_level_check CHECK (level IN (
        'national', 'provincial', 'municipal', 'district'));

ALTER TABLE patent
    ADD CONSTRAINT patent_type_check CHECK (patent_type IN (
        'invention', 'utility_model', 'design')),
    ADD CONSTRAINT patent_owner_type_check CHECK (owner_type IN (
        'university', 'research', 'state_enterprise', 'enterprise', 'hospital', 'person',
        'organisation', 'other')),
    ADD CONSTRAINT patent_legal_status_check CHECK (legal_status IN (
        'pending', 'published', 'examination', 'reexamination', 'grant_pending', 'in_force',
        'fee_grace', 'pledged', 'preserved', 'licensed', 'open_licence', 'partly_invalid',
        'restorable', 'rejected', 'withdrawn', 'abandoned', 'lapsed_fee', 'expired', 'invalidated',
        'lapsed', 'unknown'));

ALTER TABLE pledge
    ADD CONSTRAINT pledge_currency_check CHECK (amount_currency ~ '^[A-Z]{3}$');

ALTER TABLE offer
    ADD CONSTRAINT offer_state_check CHECK (state IN (
        'planned', 'submitted', 'not_announced', 'announced', 'withdrawn', 'ended', 'lapsed')),
    ADD CONSTRAINT offer_fee_mode_check CHECK (fee_mode IN (
        'free', 'lump_sum', 'instalment', 'royalty_net_sales', 'royalty_profit',
        'entry_plus_royalty', 'other')),
    ADD CONSTRAINT offer_fee_base_check CHECK (fee_base IN (
        'net_sales', 'sales', 'profit')),
    ADD CONSTRAINT offer_currency_check CHECK (fee_currency ~ '^[A-Z]{3}$');

ALTER TABLE licence
    ADD CONSTRAINT licence_kind_check CHECK (licence_kind IN (
        'exclusive', 'sole', 'ordinary', 'open', 'sublicence', 'cross', 'other'));

ALTER TABLE project
    ADD CONSTRAINT project_type_check CHECK (project_type IN (
        'region', 'industry', 'enterprise', 'research', 'talent')),
    ADD CONSTRAINT project_level_check CHECK (level IN (
        'national', 'provincial', 'municipal', 'district')),
    ADD CONSTRAINT project_state_check CHECK (state IN (
        'applied', 'approved', 'running', 'reported', 'rectify', 'accepted', 'failed', 'filed',
        'in_use', 'cancelled'));

