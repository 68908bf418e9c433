CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE network (
    id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    language VARCHAR(5) NOT NULL,
    zone VARCHAR(64) NOT NULL,
    territory VARCHAR(9),
    created_at DATETIME NOT NULL,
    CONSTRAINT pk_network PRIMARY KEY (id),
    CONSTRAINT uq_network_name UNIQUE (name)
);

CREATE TABLE setting (
    id INTEGER NOT NULL,
    network_id INTEGER NOT NULL,
    scope VARCHAR(16) NOT NULL,
    scope_id VARCHAR(64) NOT NULL,
    name VARCHAR(64) NOT NULL,
    value JSON NOT NULL,
    CONSTRAINT fk_setting_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT pk_setting PRIMARY KEY (id),
    CONSTRAINT uq_setting_network_id_scope_scope_id_name UNIQUE (network_id, scope, scope_id, name)
);

CREATE TABLE timer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    plugin VARCHAR(64) NOT NULL,
    name VARCHAR(64) NOT NULL,
    "key" VARCHAR(128) NOT NULL,
    due_at DATETIME NOT NULL,
    run_at DATETIME NOT NULL,
    payload JSON NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    held BOOLEAN DEFAULT 0 NOT NULL,
    last_error TEXT, errand BOOLEAN DEFAULT 0 NOT NULL, version INTEGER DEFAULT 0 NOT NULL, begun INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT fk_timer_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_timer_network_id_plugin_key UNIQUE (network_id, plugin, "key")
);

CREATE TABLE reminder (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    member_id INTEGER,
    place_id INTEGER,
    thread VARCHAR(128),
    number INTEGER,
    text TEXT NOT NULL,
    wall VARCHAR(32),
    zone VARCHAR(64) NOT NULL,
    rule VARCHAR(500),
    skip_holidays BOOLEAN DEFAULT 0 NOT NULL,
    territory VARCHAR(9),
    next_at DATETIME,
    snoozed_to DATETIME,
    state VARCHAR(16) NOT NULL,
    ask_id INTEGER,
    created_at DATETIME NOT NULL,
    CONSTRAINT ck_reminder_addressed CHECK (member_id IS NOT NULL OR place_id IS NOT NULL),
    CONSTRAINT fk_reminder_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_reminder_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_reminder_owner_id FOREIGN KEY(owner_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_reminder_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_reminder_owner_id_number UNIQUE (owner_id, number)
);

CREATE TABLE reminder_occurrence (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    reminder_id INTEGER NOT NULL,
    instant DATETIME NOT NULL,
    delivery_id INTEGER NOT NULL,
    outcome VARCHAR(16),
    CONSTRAINT fk_reminder_occurrence_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_reminder_occurrence_reminder_id FOREIGN KEY(reminder_id) REFERENCES reminder (id) ON DELETE CASCADE,
    CONSTRAINT uq_reminder_occurrence_reminder_id_instant UNIQUE (reminder_id, instant)
);

CREATE TABLE received (
    platform VARCHAR(64) NOT NULL,
    "key" VARCHAR(128) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_received PRIMARY KEY (platform, "key")
);

CREATE TABLE position (
    platform VARCHAR(64) NOT NULL,
    channel VARCHAR(128) NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_position PRIMARY KEY (platform, channel)
);

CREATE TABLE draft (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    form JSON NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_draft_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_draft_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE "community" (
    id INTEGER NOT NULL,
    network_id INTEGER NOT NULL,
    platform VARCHAR(64) NOT NULL,
    external_id VARCHAR(128) NOT NULL,
    name VARCHAR(200) NOT NULL,
    created_at DATETIME NOT NULL,
    left_at DATETIME, joined_at DATETIME,
    CONSTRAINT fk_community_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT pk_community PRIMARY KEY (id),
    CONSTRAINT uq_community_network_id_platform_external_id UNIQUE (network_id, platform, external_id)
);

CREATE TABLE "account" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    platform VARCHAR(64) NOT NULL,
    external_id VARCHAR(128) NOT NULL,
    username VARCHAR(128) NOT NULL,
    folded VARCHAR(128) NOT NULL,
    seen_at DATETIME NOT NULL,
    chosen_at DATETIME,
    preferred_at DATETIME,
    CONSTRAINT fk_account_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_account_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_account_network_id_platform_external_id UNIQUE (network_id, platform, external_id)
);

CREATE TABLE "role_grant" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    member_id INTEGER NOT NULL,
    role VARCHAR(16) NOT NULL,
    scope VARCHAR(16) NOT NULL,
    scope_id VARCHAR(32) NOT NULL,
    granted_at DATETIME NOT NULL,
    CONSTRAINT fk_role_grant_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT uq_role_grant_member_id_scope_scope_id UNIQUE (member_id, scope, scope_id)
);

CREATE TABLE link_code (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    account_id INTEGER NOT NULL,
    kind VARCHAR(16) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    expires_at DATETIME NOT NULL,
    used_at DATETIME,
    CONSTRAINT fk_link_code_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT fk_link_code_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_link_code_digest UNIQUE (digest)
);

CREATE TABLE member_link (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    gone_id INTEGER NOT NULL,
    kept_id INTEGER NOT NULL,
    linked_at DATETIME NOT NULL,
    moved JSON NOT NULL,
    aside JSON NOT NULL,
    changed JSON NOT NULL,
    notes JSON NOT NULL,
    CONSTRAINT fk_member_link_gone_id FOREIGN KEY(gone_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_member_link_kept_id FOREIGN KEY(kept_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_member_link_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_member_link_gone_id UNIQUE (gone_id)
);

CREATE TABLE "delivery" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    plugin VARCHAR(64) NOT NULL,
    "key" VARCHAR(128) NOT NULL,
    kind VARCHAR(8) NOT NULL,
    place_id INTEGER,
    member_id INTEGER,
    platform VARCHAR(64),
    recipient VARCHAR(128),
    thread VARCHAR(128),
    stream VARCHAR(32) NOT NULL,
    edits_id INTEGER,
    content JSON NOT NULL,
    language VARCHAR(5) NOT NULL,
    due_at DATETIME,
    unsolicited BOOLEAN DEFAULT 0 NOT NULL,
    created_at DATETIME NOT NULL,
    not_before DATETIME NOT NULL,
    state VARCHAR(8) DEFAULT 'pending' NOT NULL,
    lease_until DATETIME,
    attempts INTEGER DEFAULT 0 NOT NULL,
    last_error TEXT,
    external_id TEXT,
    sent_at DATETIME,
    community_id INTEGER,
    CONSTRAINT fk_delivery_community_id FOREIGN KEY(community_id) REFERENCES community (id) ON DELETE CASCADE,
    CONSTRAINT fk_delivery_edits_id FOREIGN KEY(edits_id) REFERENCES delivery (id) ON DELETE CASCADE,
    CONSTRAINT fk_delivery_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_delivery_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_delivery_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_delivery_network_id_plugin_key UNIQUE (network_id, plugin, "key")
);

CREATE TABLE "reminder_consent" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    owner_id INTEGER NOT NULL,
    answer VARCHAR(8) NOT NULL,
    answered_at DATETIME NOT NULL,
    CONSTRAINT fk_reminder_consent_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_reminder_consent_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_reminder_consent_owner_id FOREIGN KEY(owner_id) REFERENCES member (id) ON DELETE CASCADE
);

CREATE TABLE "member" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    language VARCHAR(5),
    zone VARCHAR(64),
    quiet_from VARCHAR(5),
    quiet_to VARCHAR(5),
    daily_cap INTEGER,
    created_at DATETIME NOT NULL,
    left_at DATETIME,
    warned_at DATETIME,
    warning_id INTEGER,
    waited_days INTEGER DEFAULT 0 NOT NULL,
    paused_at DATETIME,
    CONSTRAINT fk_member_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE "place" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    community_id INTEGER,
    platform VARCHAR(64) NOT NULL,
    external_id VARCHAR(128) NOT NULL,
    kind VARCHAR(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    territory VARCHAR(9),
    language VARCHAR(5),
    zone VARCHAR(64),
    created_at DATETIME NOT NULL,
    member_id INTEGER, is_private BOOLEAN DEFAULT 0 NOT NULL, left_at DATETIME,
    CONSTRAINT fk_place_community_id FOREIGN KEY(community_id) REFERENCES community (id) ON DELETE CASCADE,
    CONSTRAINT fk_place_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_place_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_place_network_id_platform_external_id UNIQUE (network_id, platform, external_id)
);

CREATE TABLE "kept" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    digest VARCHAR(64) NOT NULL,
    text TEXT NOT NULL,
    kept_at DATETIME NOT NULL,
    member_id INTEGER,
    CONSTRAINT fk_kept_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT uq_kept_digest UNIQUE (digest)
);

CREATE TABLE notice (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    version VARCHAR(32) NOT NULL,
    shown_at DATETIME NOT NULL,
    CONSTRAINT fk_notice_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_notice_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE consent_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    field VARCHAR(100) NOT NULL,
    given BOOLEAN NOT NULL,
    version VARCHAR(32) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_consent_log_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_consent_log_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE access_log (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    who_id INTEGER,
    what VARCHAR(200) NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_access_log_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_access_log_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_access_log_who_id FOREIGN KEY(who_id) REFERENCES member (id) ON DELETE SET NULL
);

CREATE TABLE erased_account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    digest VARCHAR(64) NOT NULL,
    erased_at DATETIME NOT NULL,
    CONSTRAINT fk_erased_account_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_erased_account_network_id_digest UNIQUE (network_id, digest)
);

CREATE TABLE upkeep (
    id INTEGER NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT pk_upkeep PRIMARY KEY (id)
);

CREATE TABLE directory_card (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER,
    account VARCHAR(200) NOT NULL,
    account_folded VARCHAR(400) NOT NULL,
    name VARCHAR(200) NOT NULL,
    structure VARCHAR(200) NOT NULL,
    commune VARCHAR(5),
    areas JSON NOT NULL,
    skills JSON NOT NULL,
    specialities JSON NOT NULL,
    appetences JSON NOT NULL,
    audiences JSON NOT NULL,
    languages JSON NOT NULL,
    availability JSON NOT NULL,
    contact TEXT NOT NULL,
    visibility VARCHAR(16) NOT NULL,
    state VARCHAR(16) NOT NULL,
    paused_at DATETIME,
    paused_until DATETIME,
    origin VARCHAR(16) NOT NULL,
    imported_at DATETIME,
    imported_digest VARCHAR(64),
    told_at DATETIME,
    confirmed_at DATETIME,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    CONSTRAINT fk_directory_card_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_directory_card_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_directory_card_network_id_account_folded UNIQUE (network_id, account_folded),
    CONSTRAINT uq_directory_card_network_id_member_id UNIQUE (network_id, member_id)
);

CREATE TABLE search_directory (
    id INTEGER NOT NULL,
    can TEXT NOT NULL,
    wants TEXT NOT NULL,
    people TEXT NOT NULL,
    who TEXT NOT NULL,
    filters TEXT NOT NULL,
    CONSTRAINT fk_search_directory_id FOREIGN KEY(id) REFERENCES directory_card (id) ON DELETE CASCADE,
    CONSTRAINT pk_search_directory PRIMARY KEY (id)
);

CREATE TABLE search_directory_state (
    id INTEGER NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT pk_search_directory_state PRIMARY KEY (id)
);

CREATE VIRTUAL TABLE search_directory_fts USING fts5(can, wants, people, who, filters, content='search_directory', content_rowid='id', tokenize="unicode61 remove_diacritics 0 tokenchars '~_'");

CREATE VIRTUAL TABLE search_directory_terms USING fts5vocab('search_directory_fts', 'col');

CREATE TABLE partner (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    source VARCHAR(64) NOT NULL,
    external_id VARCHAR(200) NOT NULL,
    name VARCHAR(200) NOT NULL,
    folded VARCHAR(400) NOT NULL,
    kinds JSON NOT NULL,
    themes JSON NOT NULL,
    services JSON NOT NULL,
    publics JSON NOT NULL,
    summary TEXT NOT NULL,
    address VARCHAR(300) NOT NULL,
    postcode VARCHAR(10) NOT NULL,
    town VARCHAR(100) NOT NULL,
    commune VARCHAR(5),
    areas JSON NOT NULL,
    phones JSON NOT NULL,
    emails JSON NOT NULL,
    websites JSON NOT NULL,
    hours TEXT NOT NULL,
    accessibility VARCHAR(300) NOT NULL,
    booking VARCHAR(300) NOT NULL,
    support JSON NOT NULL,
    costs JSON NOT NULL,
    access JSON NOT NULL,
    relation VARCHAR(16),
    changed JSON NOT NULL,
    digest VARCHAR(32) NOT NULL,
    updated_on VARCHAR(10) NOT NULL,
    created_at DATETIME NOT NULL,
    imported_at DATETIME,
    added_by INTEGER,
    checked_at DATETIME,
    checked_by INTEGER,
    removed_at DATETIME,
    CONSTRAINT fk_partner_added_by FOREIGN KEY(added_by) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_partner_checked_by FOREIGN KEY(checked_by) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_partner_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_partner_network_id_source_external_id UNIQUE (network_id, source, external_id)
);

CREATE TABLE partner_note (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    partner_id INTEGER NOT NULL,
    member_id INTEGER,
    is_report BOOLEAN DEFAULT 0 NOT NULL,
    text TEXT NOT NULL,
    written_at DATETIME NOT NULL,
    CONSTRAINT fk_partner_note_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_partner_note_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_partner_note_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE CASCADE
);

CREATE TABLE partner_reach (
    partner_id INTEGER NOT NULL,
    kind VARCHAR(64) NOT NULL,
    area VARCHAR(24) NOT NULL,
    seat BOOLEAN DEFAULT 0 NOT NULL,
    network_id INTEGER NOT NULL,
    CONSTRAINT fk_partner_reach_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_partner_reach_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE CASCADE,
    CONSTRAINT pk_partner_reach PRIMARY KEY (partner_id, kind, area, seat)
);

CREATE TABLE partner_service (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    partner_id INTEGER NOT NULL,
    source VARCHAR(64) NOT NULL,
    external_id VARCHAR(200) NOT NULL,
    name VARCHAR(200) NOT NULL,
    summary TEXT NOT NULL,
    themes JSON NOT NULL,
    publics JSON NOT NULL,
    areas JSON NOT NULL,
    costs JSON NOT NULL,
    access JSON NOT NULL,
    link VARCHAR(300) NOT NULL,
    CONSTRAINT fk_partner_service_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_partner_service_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE CASCADE,
    CONSTRAINT uq_partner_service_network_id_source_external_id UNIQUE (network_id, source, external_id)
);

CREATE TABLE search_partners (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    does TEXT NOT NULL,
    rest TEXT NOT NULL,
    filters TEXT NOT NULL,
    CONSTRAINT fk_search_partners_id FOREIGN KEY(id) REFERENCES partner (id) ON DELETE CASCADE,
    CONSTRAINT pk_search_partners PRIMARY KEY (id)
);

CREATE TABLE search_partners_state (
    id INTEGER NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT pk_search_partners_state PRIMARY KEY (id)
);

CREATE VIRTUAL TABLE search_partners_fts USING fts5(name, does, rest, filters, content='search_partners', content_rowid='id', tokenize="unicode61 remove_diacritics 0 tokenchars '~_'");

CREATE VIRTUAL TABLE search_partners_terms USING fts5vocab('search_partners_fts', 'col');

CREATE TABLE referral_need (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    asker_id INTEGER NOT NULL,
    place_id INTEGER,
    text TEXT NOT NULL,
    topic VARCHAR(100),
    state VARCHAR(16) NOT NULL,
    calls INTEGER NOT NULL,
    delivery_id INTEGER,
    created_at DATETIME NOT NULL,
    asked_at DATETIME,
    CONSTRAINT fk_referral_need_asker_id FOREIGN KEY(asker_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_referral_need_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_referral_need_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE SET NULL
);

CREATE TABLE referral_help (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    need_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    state VARCHAR(16) NOT NULL,
    text TEXT NOT NULL,
    ask_id INTEGER,
    asked_at DATETIME,
    changed_at DATETIME NOT NULL,
    CONSTRAINT fk_referral_help_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_referral_help_need_id FOREIGN KEY(need_id) REFERENCES referral_need (id) ON DELETE CASCADE,
    CONSTRAINT fk_referral_help_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_referral_help_need_id_member_id UNIQUE (need_id, member_id)
);

CREATE TABLE search_referral (
    id INTEGER NOT NULL,
    need TEXT NOT NULL,
    answer TEXT NOT NULL,
    filters TEXT NOT NULL,
    CONSTRAINT fk_search_referral_id FOREIGN KEY(id) REFERENCES referral_answer (id) ON DELETE CASCADE,
    CONSTRAINT pk_search_referral PRIMARY KEY (id)
);

CREATE TABLE search_referral_state (
    id INTEGER NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT pk_search_referral_state PRIMARY KEY (id)
);

CREATE VIRTUAL TABLE search_referral_fts USING fts5(need, answer, filters, content='search_referral', content_rowid='id', tokenize="unicode61 remove_diacritics 0 tokenchars '~_'");

CREATE VIRTUAL TABLE search_referral_terms USING fts5vocab('search_referral_fts', 'col');

CREATE TABLE referral_load (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    card INTEGER NOT NULL,
    member_id INTEGER,
    is_asked BOOLEAN NOT NULL,
    at DATETIME NOT NULL,
    CONSTRAINT fk_referral_load_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_referral_load_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE welcome_newcomer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    joined_at DATETIME NOT NULL,
    state VARCHAR(16) NOT NULL,
    presentation TEXT,
    presented_at DATETIME,
    CONSTRAINT fk_welcome_newcomer_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_welcome_newcomer_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_welcome_newcomer_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_welcome_newcomer_member_id UNIQUE (member_id)
);

CREATE TABLE directory_proposal (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    said JSON NOT NULL,
    subject VARCHAR(200),
    made_at DATETIME NOT NULL,
    answered_at DATETIME,
    CONSTRAINT fk_directory_proposal_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_directory_proposal_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_directory_proposal_member_id_subject UNIQUE (member_id, subject)
);

CREATE TABLE directory_drawn (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    card_id INTEGER NOT NULL,
    drawn_at DATETIME NOT NULL,
    CONSTRAINT fk_directory_drawn_card_id FOREIGN KEY(card_id) REFERENCES directory_card (id) ON DELETE CASCADE,
    CONSTRAINT fk_directory_drawn_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_directory_drawn_card_id UNIQUE (card_id)
);

CREATE TABLE "indexed" (
    name VARCHAR(63) NOT NULL,
    made_with VARCHAR(64) NOT NULL,
    done_to BIGINT,
    CONSTRAINT pk_indexed PRIMARY KEY (name)
);

CREATE TABLE watch_share (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER,
    url TEXT NOT NULL,
    site VARCHAR(200) NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    language VARCHAR(35),
    published_on DATE,
    created_at DATETIME NOT NULL,
    looked_at DATETIME,
    edited_at DATETIME,
    told_at DATETIME,
    removed_at DATETIME, refreshed_until DATETIME,
    CONSTRAINT fk_watch_share_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_watch_share_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE watch_address (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    share_id INTEGER NOT NULL,
    "key" VARCHAR(64) NOT NULL,
    CONSTRAINT fk_watch_address_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_address_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_address_network_id_key UNIQUE (network_id, "key")
);

CREATE TABLE watch_tag (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    share_id INTEGER NOT NULL,
    name VARCHAR(40) NOT NULL,
    folded VARCHAR(80) NOT NULL, stem VARCHAR(80) DEFAULT '' NOT NULL,
    CONSTRAINT fk_watch_tag_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_tag_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_tag_share_id_folded UNIQUE (share_id, folded)
);

CREATE TABLE watch_appearance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    share_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    member_id INTEGER,
    delivery_id INTEGER,
    message VARCHAR(128),
    posted_at DATETIME NOT NULL, note_said VARCHAR(32), tags_said VARCHAR(32),
    CONSTRAINT fk_watch_appearance_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_watch_appearance_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_appearance_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_appearance_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE
);

CREATE TABLE watch_mark (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    share_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    kind VARCHAR(8) NOT NULL,
    marked_at DATETIME NOT NULL,
    CONSTRAINT fk_watch_mark_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_mark_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_mark_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_mark_share_id_member_id_kind UNIQUE (share_id, member_id, kind)
);

CREATE TABLE watch_proposal (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    share_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    member_id INTEGER,
    state VARCHAR(16) NOT NULL,
    proposed_at DATETIME NOT NULL,
    CONSTRAINT fk_watch_proposal_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_watch_proposal_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_proposal_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_proposal_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_proposal_share_id_place_id UNIQUE (share_id, place_id)
);

CREATE TABLE watch_feed (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    url TEXT NOT NULL,
    "key" VARCHAR(64) NOT NULL,
    title TEXT NOT NULL,
    site TEXT,
    language VARCHAR(35),
    etag TEXT,
    last_modified VARCHAR(100),
    digest BLOB,
    state VARCHAR(8) NOT NULL,
    next_at DATETIME,
    created_at DATETIME NOT NULL,
    began_at DATETIME,
    last_success_at DATETIME,
    failures INTEGER DEFAULT 0 NOT NULL,
    failing_since DATETIME,
    ttl INTEGER,
    weekly FLOAT,
    moving_to TEXT,
    moved INTEGER DEFAULT 0 NOT NULL,
    problem VARCHAR(32),
    status INTEGER,
    reported_at DATETIME,
    CONSTRAINT fk_watch_feed_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_feed_network_id_key UNIQUE (network_id, "key")
);

CREATE TABLE watch_follow (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    feed_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    member_id INTEGER,
    number INTEGER NOT NULL,
    mode VARCHAR(8) NOT NULL,
    include VARCHAR(200) DEFAULT '' NOT NULL,
    exclude VARCHAR(200) DEFAULT '' NOT NULL,
    maximum INTEGER NOT NULL,
    paused BOOLEAN DEFAULT 0 NOT NULL,
    followed_at DATETIME NOT NULL, silent_since DATETIME, silent_until DATETIME,
    CONSTRAINT fk_watch_follow_feed_id FOREIGN KEY(feed_id) REFERENCES watch_feed (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_follow_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_watch_follow_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_follow_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_follow_feed_id_place_id UNIQUE (feed_id, place_id),
    CONSTRAINT uq_watch_follow_place_id_number UNIQUE (place_id, number)
);

CREATE TABLE watch_seen (
    feed_id INTEGER NOT NULL,
    "key" BLOB NOT NULL,
    guid BLOB,
    url BLOB,
    content BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    CONSTRAINT fk_watch_seen_feed_id FOREIGN KEY(feed_id) REFERENCES watch_feed (id) ON DELETE CASCADE,
    CONSTRAINT pk_watch_seen PRIMARY KEY (feed_id, "key")
) WITHOUT ROWID;

CREATE TABLE watch_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    feed_id INTEGER NOT NULL,
    "key" BLOB NOT NULL,
    url TEXT,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    published_at DATETIME,
    seen_at DATETIME NOT NULL,
    is_old BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_watch_entry_feed_id FOREIGN KEY(feed_id) REFERENCES watch_feed (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_entry_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_entry_feed_id_key UNIQUE (feed_id, "key")
);

CREATE TABLE watch_posted (
    follow_id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL,
    day DATE NOT NULL,
    asked BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_watch_posted_entry_id FOREIGN KEY(entry_id) REFERENCES watch_entry (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_posted_follow_id FOREIGN KEY(follow_id) REFERENCES watch_follow (id) ON DELETE CASCADE,
    CONSTRAINT pk_watch_posted PRIMARY KEY (follow_id, entry_id)
);

CREATE TABLE digest_series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    member_id INTEGER,
    number INTEGER DEFAULT 0 NOT NULL,
    wall VARCHAR(32),
    zone VARCHAR(64) NOT NULL,
    rule VARCHAR(500),
    skip_holidays BOOLEAN DEFAULT 0 NOT NULL,
    territory VARCHAR(9),
    next_at DATETIME,
    lead VARCHAR(16) NOT NULL,
    sections JSON NOT NULL,
    tells_empty BOOLEAN DEFAULT 0 NOT NULL,
    covered_to DATETIME NOT NULL,
    paused_at DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_digest_series_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_digest_series_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_series_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_digest_series_place_id UNIQUE (place_id)
);

CREATE TABLE digest_place (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    CONSTRAINT fk_digest_place_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_place_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_place_series_id FOREIGN KEY(series_id) REFERENCES digest_series (id) ON DELETE CASCADE,
    CONSTRAINT uq_digest_place_place_id UNIQUE (place_id)
);

CREATE TABLE digest_letter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    member_id INTEGER,
    instant DATETIME NOT NULL,
    number INTEGER,
    state VARCHAR(16) NOT NULL,
    language VARCHAR(5) NOT NULL,
    title TEXT NOT NULL,
    sections JSON NOT NULL,
    editorial TEXT NOT NULL,
    send_at DATETIME NOT NULL,
    since DATETIME NOT NULL,
    until DATETIME NOT NULL,
    missed INTEGER DEFAULT 0 NOT NULL,
    sent_at DATETIME,
    CONSTRAINT fk_digest_letter_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_digest_letter_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_letter_series_id FOREIGN KEY(series_id) REFERENCES digest_series (id) ON DELETE CASCADE,
    CONSTRAINT uq_digest_letter_series_id_instant UNIQUE (series_id, instant),
    CONSTRAINT uq_digest_letter_series_id_number UNIQUE (series_id, number)
);

CREATE TABLE digest_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    section VARCHAR(40) NOT NULL,
    "key" VARCHAR(100) NOT NULL,
    text TEXT NOT NULL,
    heading TEXT NOT NULL,
    position INTEGER NOT NULL,
    dropped BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_digest_item_letter_id FOREIGN KEY(letter_id) REFERENCES digest_letter (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_item_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_item_series_id FOREIGN KEY(series_id) REFERENCES digest_series (id) ON DELETE CASCADE,
    CONSTRAINT uq_digest_item_series_id_key UNIQUE (series_id, "key")
);

CREATE TABLE digest_draft (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL,
    CONSTRAINT fk_digest_draft_letter_id FOREIGN KEY(letter_id) REFERENCES digest_letter (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_draft_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_draft_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE digest_posted (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL,
    CONSTRAINT fk_digest_posted_letter_id FOREIGN KEY(letter_id) REFERENCES digest_letter (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_posted_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_posted_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_digest_posted_letter_id_place_id UNIQUE (letter_id, place_id)
);

CREATE TABLE search_watch (
    id INTEGER NOT NULL,
    title TEXT NOT NULL,
    tags TEXT NOT NULL,
    notes TEXT NOT NULL,
    rest TEXT NOT NULL,
    filters TEXT NOT NULL,
    CONSTRAINT fk_search_watch_id FOREIGN KEY(id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT pk_search_watch PRIMARY KEY (id)
);

CREATE TABLE search_watch_state (
    id INTEGER NOT NULL,
    revision BIGINT NOT NULL,
    CONSTRAINT pk_search_watch_state PRIMARY KEY (id)
);

CREATE VIRTUAL TABLE search_watch_fts USING fts5(title, tags, notes, rest, filters, content='search_watch', content_rowid='id', tokenize="unicode61 remove_diacritics 0 tokenchars '~_'");

CREATE VIRTUAL TABLE search_watch_terms USING fts5vocab('search_watch_fts', 'col');

CREATE TABLE watch_subscription (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    topic VARCHAR(8) NOT NULL,
    name VARCHAR(80) NOT NULL,
    folded VARCHAR(160) NOT NULL,
    feed_id INTEGER,
    at_once BOOLEAN DEFAULT 0 NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_watch_subscription_feed_id FOREIGN KEY(feed_id) REFERENCES watch_feed (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_subscription_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_subscription_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_subscription_member_id_topic_folded UNIQUE (member_id, topic, folded)
);

CREATE TABLE watch_waiting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    subscription_id INTEGER NOT NULL,
    share_id INTEGER,
    entry_id INTEGER,
    found_at DATETIME NOT NULL,
    CONSTRAINT fk_watch_waiting_entry_id FOREIGN KEY(entry_id) REFERENCES watch_entry (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_waiting_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_waiting_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_waiting_subscription_id FOREIGN KEY(subscription_id) REFERENCES watch_subscription (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_waiting_subscription_id_entry_id UNIQUE (subscription_id, entry_id),
    CONSTRAINT uq_watch_waiting_subscription_id_share_id UNIQUE (subscription_id, share_id)
);

CREATE TABLE "watch_note" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    share_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    written_at DATETIME NOT NULL,
    place_id INTEGER,
    CONSTRAINT fk_watch_note_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_note_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_note_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_note_share_id FOREIGN KEY(share_id) REFERENCES watch_share (id) ON DELETE CASCADE,
    CONSTRAINT uq_watch_note_share_id_member_id UNIQUE (share_id, member_id)
);

CREATE TABLE "referral_answer" (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER,
    is_named BOOLEAN NOT NULL,
    need TEXT NOT NULL,
    text TEXT NOT NULL,
    topic VARCHAR(100),
    answered_at DATETIME NOT NULL,
    asker_id INTEGER,
    place_id INTEGER,
    CONSTRAINT fk_referral_answer_asker_id FOREIGN KEY(asker_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_referral_answer_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_referral_answer_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_referral_answer_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE SET NULL
);

CREATE TABLE watch_doubt (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    place_id INTEGER,
    url TEXT NOT NULL,
    tags TEXT NOT NULL,
    note TEXT NOT NULL,
    origin VARCHAR(8) NOT NULL,
    message VARCHAR(128),
    asked_at DATETIME NOT NULL,
    CONSTRAINT fk_watch_doubt_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_doubt_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_watch_doubt_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE
);

CREATE TABLE digest_pause (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    away_from DATETIME NOT NULL,
    away_until DATETIME NOT NULL,
    CONSTRAINT fk_digest_pause_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_pause_series_id FOREIGN KEY(series_id) REFERENCES digest_series (id) ON DELETE CASCADE
);

CREATE TABLE meetings_poll (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER,
    kind VARCHAR(8) NOT NULL,
    title VARCHAR(200) NOT NULL,
    place VARCHAR(200) NOT NULL,
    link VARCHAR(2000) NOT NULL,
    seats INTEGER,
    zone VARCHAR(64) NOT NULL,
    names VARCHAR(16) NOT NULL,
    hides_results BOOLEAN DEFAULT 0 NOT NULL,
    several BOOLEAN DEFAULT 0 NOT NULL,
    additions BOOLEAN DEFAULT 0 NOT NULL,
    closes_at DATETIME,
    closed_at DATETIME,
    ended VARCHAR(16),
    decided_id INTEGER,
    secret BLOB,
    answered INTEGER,
    strangers INTEGER,
    refreshed_at DATETIME,
    told_at DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_meetings_poll_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_poll_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE
);

CREATE TABLE digest_months_of_meetings (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    away_from DATETIME NOT NULL,
    away_until DATETIME NOT NULL,
    CONSTRAINT fk_digest_months_of_meetings_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_digest_months_of_meetings_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_digest_months_of_meetings_place_id_away_from UNIQUE (place_id, away_from)
);

CREATE TABLE meetings_ballot (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    poll_id INTEGER NOT NULL,
    member_id INTEGER,
    voter VARCHAR(80) NOT NULL,
    answers JSON NOT NULL,
    changed_at DATETIME,
    CONSTRAINT fk_meetings_ballot_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_ballot_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_ballot_poll_id FOREIGN KEY(poll_id) REFERENCES meetings_poll (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_ballot_poll_id_voter UNIQUE (poll_id, voter)
);

CREATE TABLE meetings_expected (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    poll_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    chaser_id INTEGER,
    CONSTRAINT fk_meetings_expected_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_expected_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_expected_poll_id FOREIGN KEY(poll_id) REFERENCES meetings_poll (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_expected_poll_id_member_id UNIQUE (poll_id, member_id)
);

CREATE TABLE meetings_option (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    poll_id INTEGER NOT NULL,
    member_id INTEGER,
    label VARCHAR(200) NOT NULL,
    starts_at DATETIME,
    ends_at DATETIME,
    all_day BOOLEAN DEFAULT 0 NOT NULL,
    added_at DATETIME,
    removed_at DATETIME,
    moved_from INTEGER,
    yes INTEGER DEFAULT 0 NOT NULL,
    if_need_be INTEGER DEFAULT 0 NOT NULL,
    no INTEGER DEFAULT 0 NOT NULL,
    CONSTRAINT fk_meetings_option_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_option_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_option_poll_id FOREIGN KEY(poll_id) REFERENCES meetings_poll (id) ON DELETE CASCADE
);

CREATE TABLE meetings_poll_place (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    poll_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    delivery_id INTEGER,
    CONSTRAINT fk_meetings_poll_place_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_poll_place_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_poll_place_poll_id FOREIGN KEY(poll_id) REFERENCES meetings_poll (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_poll_place_poll_id_place_id UNIQUE (poll_id, place_id)
);

CREATE TABLE meetings_proposed (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    source VARCHAR(100) NOT NULL,
    CONSTRAINT fk_meetings_proposed_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_proposed_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_proposed_place_id_source UNIQUE (place_id, source)
);

CREATE TABLE meetings_series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    member_id INTEGER,
    announced_days INTEGER NOT NULL,
    alternates BOOLEAN DEFAULT 0 NOT NULL,
    paused_at DATETIME,
    ended_at DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_meetings_series_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_series_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_series_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE
);

CREATE TABLE meetings_template (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER,
    member_id INTEGER,
    purpose VARCHAR(16) NOT NULL,
    source TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_meetings_template_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_template_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_template_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE
);

CREATE TABLE meetings_meeting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    member_id INTEGER,
    poll_id INTEGER,
    series_id INTEGER,
    occurs_at DATETIME,
    left_out BOOLEAN DEFAULT 0 NOT NULL,
    title VARCHAR(200) NOT NULL,
    place VARCHAR(200) NOT NULL,
    link VARCHAR(2000) NOT NULL,
    seats INTEGER,
    zone VARCHAR(64) NOT NULL,
    starts_at DATETIME NOT NULL,
    ends_at DATETIME,
    all_day BOOLEAN DEFAULT 0 NOT NULL,
    uid VARCHAR(100) NOT NULL,
    sequence INTEGER DEFAULT 0 NOT NULL,
    cancelled_at DATETIME,
    chased_at DATETIME,
    changed_at DATETIME NOT NULL,
    created_at DATETIME NOT NULL, refreshed_at DATETIME, announced JSON,
    CONSTRAINT fk_meetings_meeting_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_meeting_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_meeting_poll_id FOREIGN KEY(poll_id) REFERENCES meetings_poll (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_meeting_series_id FOREIGN KEY(series_id) REFERENCES meetings_series (id) ON DELETE SET NULL,
    CONSTRAINT uq_meetings_meeting_poll_id UNIQUE (poll_id),
    CONSTRAINT uq_meetings_meeting_series_id_occurs_at UNIQUE (series_id, occurs_at),
    CONSTRAINT uq_meetings_meeting_uid UNIQUE (uid)
);

CREATE TABLE meetings_series_pause (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    away_from DATETIME NOT NULL,
    away_until DATETIME NOT NULL,
    CONSTRAINT fk_meetings_series_pause_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_series_pause_series_id FOREIGN KEY(series_id) REFERENCES meetings_series (id) ON DELETE CASCADE
);

CREATE TABLE meetings_terms (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    member_id INTEGER,
    since DATETIME NOT NULL,
    title VARCHAR(200) NOT NULL,
    place VARCHAR(200) NOT NULL,
    link VARCHAR(2000) NOT NULL,
    seats INTEGER,
    wall VARCHAR(32) NOT NULL,
    zone VARCHAR(64) NOT NULL,
    rule VARCHAR(500) NOT NULL,
    skip_holidays BOOLEAN DEFAULT 0 NOT NULL,
    territory VARCHAR(9),
    minutes INTEGER,
    all_day BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_meetings_terms_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_terms_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_terms_series_id FOREIGN KEY(series_id) REFERENCES meetings_series (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_terms_series_id_since UNIQUE (series_id, since)
);

CREATE TABLE meetings_attendance (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    answer VARCHAR(8) NOT NULL,
    to_confirm BOOLEAN DEFAULT 0 NOT NULL,
    waits BOOLEAN DEFAULT 0 NOT NULL,
    answered_at DATETIME NOT NULL, by_vote BOOLEAN DEFAULT 0 NOT NULL, muted BOOLEAN DEFAULT 0 NOT NULL,
    CONSTRAINT fk_meetings_attendance_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_attendance_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_attendance_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_attendance_meeting_id_member_id UNIQUE (meeting_id, member_id)
);

CREATE TABLE meetings_filling (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    member_id INTEGER,
    part VARCHAR(80) NOT NULL,
    said TEXT NOT NULL,
    CONSTRAINT fk_meetings_filling_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_filling_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_filling_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_filling_meeting_id_part UNIQUE (meeting_id, part)
);

CREATE TABLE meetings_host (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    meeting_id INTEGER,
    after_id INTEGER,
    member_id INTEGER NOT NULL,
    asked_by_id INTEGER,
    state VARCHAR(8) NOT NULL,
    changed_at DATETIME NOT NULL,
    CONSTRAINT fk_meetings_host_after_id FOREIGN KEY(after_id) REFERENCES meetings_meeting (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_host_asked_by_id FOREIGN KEY(asked_by_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_host_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_host_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_host_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_host_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_host_meeting_id_member_id UNIQUE (meeting_id, member_id)
);

CREATE TABLE meetings_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    meeting_id INTEGER,
    member_id INTEGER,
    kind VARCHAR(16),
    text VARCHAR(500) NOT NULL,
    minutes INTEGER,
    position INTEGER NOT NULL,
    source VARCHAR(100) NOT NULL,
    outcome VARCHAR(16),
    decision VARCHAR(2000) NOT NULL,
    origin_id INTEGER,
    before_id INTEGER,
    dropped_at DATETIME,
    created_at DATETIME NOT NULL,
    CONSTRAINT fk_meetings_item_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_item_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_item_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_item_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_item_before_id UNIQUE (before_id)
);

CREATE TABLE meetings_meeting_place (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    delivery_id INTEGER,
    CONSTRAINT fk_meetings_meeting_place_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_meeting_place_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_meeting_place_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_meeting_place_meeting_id_place_id UNIQUE (meeting_id, place_id)
);

CREATE TABLE meetings_minutes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    member_id INTEGER,
    notes VARCHAR(4000) NOT NULL,
    guests VARCHAR(1000) NOT NULL,
    has_people BOOLEAN NOT NULL,
    written_at DATETIME NOT NULL,
    CONSTRAINT fk_meetings_minutes_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_minutes_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE SET NULL,
    CONSTRAINT fk_meetings_minutes_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_minutes_meeting_id UNIQUE (meeting_id)
);

CREATE TABLE meetings_posted (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    place_id INTEGER NOT NULL,
    paper VARCHAR(16) NOT NULL,
    delivery_id INTEGER,
    CONSTRAINT fk_meetings_posted_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_posted_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_posted_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_posted_meeting_id_place_id_paper UNIQUE (meeting_id, place_id, paper)
);

CREATE TABLE meetings_present (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    member_id INTEGER NOT NULL, seen_in JSON DEFAULT '[]' NOT NULL,
    CONSTRAINT fk_meetings_present_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_present_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_present_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_present_meeting_id_member_id UNIQUE (meeting_id, member_id)
);

CREATE TABLE meetings_survey (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    meeting_id INTEGER NOT NULL,
    named BOOLEAN DEFAULT 0 NOT NULL,
    secret BLOB,
    asked_at DATETIME,
    ends_at DATETIME NOT NULL,
    ended_at DATETIME,
    counts JSON,
    CONSTRAINT fk_meetings_survey_meeting_id FOREIGN KEY(meeting_id) REFERENCES meetings_meeting (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_survey_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_survey_meeting_id UNIQUE (meeting_id)
);

CREATE TABLE meetings_survey_answer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    survey_id INTEGER NOT NULL,
    member_id INTEGER,
    voter VARCHAR(80) NOT NULL,
    score SMALLINT,
    comment TEXT NOT NULL,
    CONSTRAINT fk_meetings_survey_answer_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_survey_answer_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_survey_answer_survey_id FOREIGN KEY(survey_id) REFERENCES meetings_survey (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_survey_answer_survey_id_voter UNIQUE (survey_id, voter)
);

CREATE TABLE meetings_survey_post (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    network_id INTEGER NOT NULL,
    survey_id INTEGER NOT NULL,
    member_id INTEGER,
    place_id INTEGER,
    delivery_id INTEGER NOT NULL,
    CONSTRAINT fk_meetings_survey_post_member_id FOREIGN KEY(member_id) REFERENCES member (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_survey_post_network_id FOREIGN KEY(network_id) REFERENCES network (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_survey_post_place_id FOREIGN KEY(place_id) REFERENCES place (id) ON DELETE CASCADE,
    CONSTRAINT fk_meetings_survey_post_survey_id FOREIGN KEY(survey_id) REFERENCES meetings_survey (id) ON DELETE CASCADE,
    CONSTRAINT uq_meetings_survey_post_survey_id_member_id UNIQUE (survey_id, member_id),
    CONSTRAINT uq_meetings_survey_post_survey_id_place_id UNIQUE (survey_id, place_id)
);

INSERT INTO "alembic_version" VALUES ('0036');

INSERT INTO "search_directory_state" VALUES (1, 0);

INSERT INTO "search_partners_state" VALUES (1, 0);

INSERT INTO "search_referral_state" VALUES (1, 0);

INSERT INTO "search_watch_state" VALUES (1, 0);

CREATE INDEX ix_access_log_at ON access_log (at);

CREATE INDEX ix_access_log_member_id ON access_log (member_id);

CREATE INDEX ix_access_log_network_id ON access_log (network_id);

CREATE INDEX ix_access_log_who_id ON access_log (who_id);

CREATE INDEX ix_account_member_id ON account (member_id);

CREATE INDEX ix_account_network_id_folded ON account (network_id, folded);

CREATE INDEX ix_account_platform_external_id ON account (platform, external_id);

CREATE INDEX ix_community_network_id ON community (network_id);

CREATE INDEX ix_consent_log_member_id_field ON consent_log (member_id, field);

CREATE INDEX ix_consent_log_network_id ON consent_log (network_id);

CREATE INDEX ix_delivery_community_id ON delivery (community_id);

CREATE INDEX ix_delivery_edits_id ON delivery (edits_id);

CREATE INDEX ix_delivery_external_id ON delivery (external_id);

CREATE INDEX ix_delivery_member_id ON delivery (member_id);

CREATE INDEX ix_delivery_place_id ON delivery (place_id);

CREATE INDEX ix_delivery_state_not_before_id ON delivery (state, not_before, id);

CREATE INDEX ix_delivery_stream_state ON delivery (stream, state);

CREATE INDEX ix_digest_draft_letter_id ON digest_draft (letter_id);

CREATE INDEX ix_digest_draft_member_id ON digest_draft (member_id);

CREATE INDEX ix_digest_draft_network_id ON digest_draft (network_id);

CREATE INDEX ix_digest_item_letter_id ON digest_item (letter_id);

CREATE INDEX ix_digest_item_network_id_key ON digest_item (network_id, "key");

CREATE INDEX ix_digest_letter_member_id ON digest_letter (member_id);

CREATE INDEX ix_digest_letter_network_id ON digest_letter (network_id);

CREATE INDEX ix_digest_months_of_meetings_network_id ON digest_months_of_meetings (network_id);

CREATE INDEX ix_digest_pause_network_id ON digest_pause (network_id);

CREATE INDEX ix_digest_pause_series_id ON digest_pause (series_id);

CREATE INDEX ix_digest_place_network_id ON digest_place (network_id);

CREATE INDEX ix_digest_place_series_id ON digest_place (series_id);

CREATE INDEX ix_digest_posted_network_id ON digest_posted (network_id);

CREATE INDEX ix_digest_posted_place_id ON digest_posted (place_id);

CREATE INDEX ix_digest_series_member_id ON digest_series (member_id);

CREATE INDEX ix_digest_series_network_id ON digest_series (network_id);

CREATE INDEX ix_directory_card_member_id ON directory_card (member_id);

CREATE INDEX ix_directory_drawn_network_id ON directory_drawn (network_id);

CREATE INDEX ix_directory_proposal_network_id ON directory_proposal (network_id);

CREATE INDEX ix_draft_created_at ON draft (created_at);

CREATE INDEX ix_draft_member_id ON draft (member_id);

CREATE INDEX ix_draft_network_id ON draft (network_id);

CREATE INDEX ix_kept_member_id ON kept (member_id);

CREATE INDEX ix_link_code_account_id ON link_code (account_id);

CREATE INDEX ix_link_code_network_id ON link_code (network_id);

CREATE INDEX ix_meetings_attendance_member_id ON meetings_attendance (member_id);

CREATE INDEX ix_meetings_attendance_network_id ON meetings_attendance (network_id);

CREATE INDEX ix_meetings_ballot_member_id ON meetings_ballot (member_id);

CREATE INDEX ix_meetings_ballot_network_id ON meetings_ballot (network_id);

CREATE INDEX ix_meetings_expected_member_id ON meetings_expected (member_id);

CREATE INDEX ix_meetings_expected_network_id ON meetings_expected (network_id);

CREATE INDEX ix_meetings_filling_member_id ON meetings_filling (member_id);

CREATE INDEX ix_meetings_filling_network_id ON meetings_filling (network_id);

CREATE INDEX ix_meetings_host_asked_by_id ON meetings_host (asked_by_id);

CREATE INDEX ix_meetings_host_member_id ON meetings_host (member_id);

CREATE INDEX ix_meetings_host_network_id ON meetings_host (network_id);

CREATE INDEX ix_meetings_host_place_id ON meetings_host (place_id);

CREATE INDEX ix_meetings_item_meeting_id ON meetings_item (meeting_id);

CREATE INDEX ix_meetings_item_member_id ON meetings_item (member_id);

CREATE INDEX ix_meetings_item_network_id ON meetings_item (network_id);

CREATE INDEX ix_meetings_item_place_id ON meetings_item (place_id);

CREATE INDEX ix_meetings_meeting_member_id ON meetings_meeting (member_id);

CREATE INDEX ix_meetings_meeting_network_id ON meetings_meeting (network_id);

CREATE INDEX ix_meetings_meeting_place_meeting_id ON meetings_meeting_place (meeting_id);

CREATE INDEX ix_meetings_meeting_place_network_id ON meetings_meeting_place (network_id);

CREATE INDEX ix_meetings_meeting_place_place_id ON meetings_meeting_place (place_id);

CREATE INDEX ix_meetings_meeting_starts_at ON meetings_meeting (starts_at);

CREATE INDEX ix_meetings_minutes_member_id ON meetings_minutes (member_id);

CREATE INDEX ix_meetings_minutes_network_id ON meetings_minutes (network_id);

CREATE INDEX ix_meetings_option_member_id ON meetings_option (member_id);

CREATE INDEX ix_meetings_option_network_id ON meetings_option (network_id);

CREATE INDEX ix_meetings_option_poll_id ON meetings_option (poll_id);

CREATE INDEX ix_meetings_poll_member_id ON meetings_poll (member_id);

CREATE INDEX ix_meetings_poll_network_id ON meetings_poll (network_id);

CREATE INDEX ix_meetings_poll_place_network_id ON meetings_poll_place (network_id);

CREATE INDEX ix_meetings_poll_place_place_id ON meetings_poll_place (place_id);

CREATE INDEX ix_meetings_poll_place_poll_id ON meetings_poll_place (poll_id);

CREATE INDEX ix_meetings_posted_network_id ON meetings_posted (network_id);

CREATE INDEX ix_meetings_posted_place_id ON meetings_posted (place_id);

CREATE INDEX ix_meetings_present_member_id ON meetings_present (member_id);

CREATE INDEX ix_meetings_present_network_id ON meetings_present (network_id);

CREATE INDEX ix_meetings_proposed_network_id ON meetings_proposed (network_id);

CREATE INDEX ix_meetings_series_member_id ON meetings_series (member_id);

CREATE INDEX ix_meetings_series_network_id ON meetings_series (network_id);

CREATE INDEX ix_meetings_series_pause_network_id ON meetings_series_pause (network_id);

CREATE INDEX ix_meetings_series_pause_series_id ON meetings_series_pause (series_id);

CREATE INDEX ix_meetings_series_place_id ON meetings_series (place_id);

CREATE INDEX ix_meetings_survey_answer_member_id ON meetings_survey_answer (member_id);

CREATE INDEX ix_meetings_survey_answer_network_id ON meetings_survey_answer (network_id);

CREATE INDEX ix_meetings_survey_network_id ON meetings_survey (network_id);

CREATE INDEX ix_meetings_survey_post_member_id ON meetings_survey_post (member_id);

CREATE INDEX ix_meetings_survey_post_network_id ON meetings_survey_post (network_id);

CREATE INDEX ix_meetings_survey_post_place_id ON meetings_survey_post (place_id);

CREATE INDEX ix_meetings_template_member_id ON meetings_template (member_id);

CREATE INDEX ix_meetings_template_of ON meetings_template (network_id, purpose, place_id);

CREATE INDEX ix_meetings_template_place_id ON meetings_template (place_id);

CREATE INDEX ix_meetings_terms_member_id ON meetings_terms (member_id);

CREATE INDEX ix_meetings_terms_network_id ON meetings_terms (network_id);

CREATE INDEX ix_member_link_kept_id ON member_link (kept_id);

CREATE INDEX ix_member_link_network_id ON member_link (network_id);

CREATE INDEX ix_member_network_id ON member (network_id);

CREATE INDEX ix_notice_member_id ON notice (member_id);

CREATE INDEX ix_notice_network_id ON notice (network_id);

CREATE INDEX ix_partner_added_by ON partner (added_by);

CREATE INDEX ix_partner_checked_by ON partner (checked_by);

CREATE INDEX ix_partner_network_id ON partner (network_id);

CREATE INDEX ix_partner_network_id_folded ON partner (network_id, folded);

CREATE INDEX ix_partner_note_member_id ON partner_note (member_id);

CREATE INDEX ix_partner_note_network_id ON partner_note (network_id);

CREATE INDEX ix_partner_note_partner_id ON partner_note (partner_id);

CREATE INDEX ix_partner_reach_found ON partner_reach (network_id, kind, area, seat, partner_id);

CREATE INDEX ix_partner_service_network_id ON partner_service (network_id);

CREATE INDEX ix_partner_service_partner_id ON partner_service (partner_id);

CREATE INDEX ix_place_community_id ON place (community_id);

CREATE INDEX ix_place_member_id ON place (member_id);

CREATE INDEX ix_received_at ON received (at);

CREATE INDEX ix_referral_answer_asker_id ON referral_answer (asker_id);

CREATE INDEX ix_referral_answer_member_id ON referral_answer (member_id);

CREATE INDEX ix_referral_answer_network_id_topic ON referral_answer (network_id, topic);

CREATE INDEX ix_referral_answer_place_id ON referral_answer (place_id);

CREATE INDEX ix_referral_help_member_id_asked_at ON referral_help (member_id, asked_at);

CREATE INDEX ix_referral_load_member_id ON referral_load (member_id);

CREATE INDEX ix_referral_load_network_id_at ON referral_load (network_id, at);

CREATE INDEX ix_referral_need_asker_id ON referral_need (asker_id);

CREATE INDEX ix_referral_need_network_id_state ON referral_need (network_id, state);

CREATE INDEX ix_reminder_consent_member_id_owner_id ON reminder_consent (member_id, owner_id);

CREATE INDEX ix_reminder_consent_network_id ON reminder_consent (network_id);

CREATE INDEX ix_reminder_consent_owner_id ON reminder_consent (owner_id);

CREATE INDEX ix_reminder_member_id_state ON reminder (member_id, state);

CREATE INDEX ix_reminder_network_id ON reminder (network_id);

CREATE INDEX ix_reminder_occurrence_network_id ON reminder_occurrence (network_id);

CREATE INDEX ix_reminder_owner_id_state ON reminder (owner_id, state);

CREATE INDEX ix_reminder_place_id_state ON reminder (place_id, state);

CREATE INDEX ix_timer_errand_held_run_at_due_at_id ON timer (errand, held, run_at, due_at, id);

CREATE INDEX ix_watch_address_share_id ON watch_address (share_id);

CREATE INDEX ix_watch_appearance_member_id_posted_at ON watch_appearance (member_id, posted_at);

CREATE INDEX ix_watch_appearance_message ON watch_appearance (message);

CREATE INDEX ix_watch_appearance_network_id ON watch_appearance (network_id);

CREATE INDEX ix_watch_appearance_place_id_posted_at ON watch_appearance (place_id, posted_at);

CREATE INDEX ix_watch_appearance_share_id ON watch_appearance (share_id);

CREATE INDEX ix_watch_doubt_member_id ON watch_doubt (member_id);

CREATE INDEX ix_watch_doubt_message ON watch_doubt (message);

CREATE INDEX ix_watch_doubt_network_id ON watch_doubt (network_id);

CREATE INDEX ix_watch_doubt_place_id ON watch_doubt (place_id);

CREATE INDEX ix_watch_entry_feed_id_seen_at ON watch_entry (feed_id, seen_at);

CREATE INDEX ix_watch_entry_network_id_seen_at ON watch_entry (network_id, seen_at);

CREATE INDEX ix_watch_feed_network_id_next_at ON watch_feed (network_id, next_at);

CREATE INDEX ix_watch_feed_network_id_state ON watch_feed (network_id, state);

CREATE INDEX ix_watch_follow_member_id ON watch_follow (member_id);

CREATE INDEX ix_watch_follow_network_id ON watch_follow (network_id);

CREATE INDEX ix_watch_mark_member_id_kind ON watch_mark (member_id, kind);

CREATE INDEX ix_watch_mark_network_id ON watch_mark (network_id);

CREATE INDEX ix_watch_note_member_id ON watch_note (member_id);

CREATE INDEX ix_watch_note_network_id ON watch_note (network_id);

CREATE INDEX ix_watch_note_place_id ON watch_note (place_id);

CREATE INDEX ix_watch_posted_entry_id ON watch_posted (entry_id);

CREATE INDEX ix_watch_proposal_member_id ON watch_proposal (member_id);

CREATE INDEX ix_watch_proposal_network_id ON watch_proposal (network_id);

CREATE INDEX ix_watch_proposal_place_id ON watch_proposal (place_id);

CREATE INDEX ix_watch_share_member_id_created_at ON watch_share (member_id, created_at);

CREATE INDEX ix_watch_share_network_id_created_at ON watch_share (network_id, created_at);

CREATE INDEX ix_watch_subscription_feed_id ON watch_subscription (feed_id);

CREATE INDEX ix_watch_subscription_network_id_topic_folded ON watch_subscription (network_id, topic, folded);

CREATE INDEX ix_watch_tag_network_id_folded ON watch_tag (network_id, folded);

CREATE INDEX ix_watch_tag_network_id_stem ON watch_tag (network_id, stem, share_id);

CREATE INDEX ix_watch_waiting_entry_id ON watch_waiting (entry_id);

CREATE INDEX ix_watch_waiting_network_id ON watch_waiting (network_id);

CREATE INDEX ix_watch_waiting_share_id ON watch_waiting (share_id);

CREATE INDEX ix_welcome_newcomer_network_id ON welcome_newcomer (network_id);

CREATE INDEX ix_welcome_newcomer_place_id_joined_at ON welcome_newcomer (place_id, joined_at);

CREATE TRIGGER search_directory_delete AFTER DELETE ON search_directory BEGIN INSERT INTO search_directory_fts (search_directory_fts, rowid, can, wants, people, who, filters) VALUES ('delete', old.id, old.can, old.wants, old.people, old.who, old.filters); UPDATE search_directory_state SET revision = revision + 1; END;

CREATE TRIGGER search_partners_delete AFTER DELETE ON search_partners BEGIN INSERT INTO search_partners_fts (search_partners_fts, rowid, name, does, rest, filters) VALUES ('delete', old.id, old.name, old.does, old.rest, old.filters); UPDATE search_partners_state SET revision = revision + 1; END;

CREATE TRIGGER search_referral_delete AFTER DELETE ON search_referral BEGIN INSERT INTO search_referral_fts (search_referral_fts, rowid, need, answer, filters) VALUES ('delete', old.id, old.need, old.answer, old.filters); UPDATE search_referral_state SET revision = revision + 1; END;

CREATE TRIGGER search_watch_delete AFTER DELETE ON search_watch BEGIN INSERT INTO search_watch_fts (search_watch_fts, rowid, title, tags, notes, rest, filters) VALUES ('delete', old.id, old.title, old.tags, old.notes, old.rest, old.filters); UPDATE search_watch_state SET revision = revision + 1; END;

CREATE UNIQUE INDEX ix_community_served ON community (platform, external_id) WHERE left_at IS NULL;
