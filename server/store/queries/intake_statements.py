"""The SQL of the way submissions take in.

On PostgreSQL a new submission is one statement, which looks and stores at once and so saves five
round trips. Nobody is notified of the work that follows, as NOTIFY makes all commits wait for one
another: the worker looks often enough.
"""

from server.store.driver_statement import DriverStatement

_TARGET = """
    SELECT actors.id AS sender_id, app_users.last_used_at > :used_since AS is_use_noted,
           forms.id AS form_pk, forms.state, forms.is_anonymous,
           assignments.form_pk IS NOT NULL AS is_assigned, form_versions.id AS form_version_id,
           form_versions.public_key IS NOT NULL AS is_encrypted,
           EXISTS (SELECT 1 FROM rejected_payloads AS kept WHERE kept.project_id = projects.id
               AND kept.xml_sha256 = :xml_sha256 AND kept.settled_at IS NULL)
           OR EXISTS (SELECT 1 FROM rejected_payloads AS kept WHERE kept.project_id = projects.id
               AND kept.deprecated_id = :instance_id AND kept.settled_at IS NULL) AS is_awaited,
           known.id AS known_id, known.submission_id, known.xml_sha256,
           known.is_current, known.saw_incomplete, submissions.deleted_at IS NOT NULL
    FROM projects
    LEFT JOIN app_user_tokens ON app_user_tokens.lookup_hash = :token_hash
        AND app_user_tokens.revoked_at IS NULL
        AND (app_user_tokens.submit_only_until IS NULL
             OR app_user_tokens.submit_only_until > :now)
    LEFT JOIN app_users ON app_users.id = app_user_tokens.app_user_id
        AND app_users.project_id = projects.id
    LEFT JOIN actors ON actors.id = app_users.id AND actors.deleted_at IS NULL
    LEFT JOIN forms ON forms.project_id = projects.id AND forms.form_id = :form_id
        AND forms.deleted_at IS NULL
    LEFT JOIN assignments ON assignments.app_user_id = actors.id
        AND assignments.form_pk = forms.id
    LEFT JOIN form_versions ON form_versions.form_pk = forms.id
        AND form_versions.version = :version AND form_versions.published_at IS NOT NULL
    LEFT JOIN submission_versions AS known ON known.form_pk = forms.id
        AND known.instance_id = :instance_id
    LEFT JOIN submissions ON submissions.id = known.submission_id
    WHERE projects.id = :project_id AND projects.deleted_at IS NULL
"""
FIND_TARGET = DriverStatement(_TARGET)

INSERT_SUBMISSION = DriverStatement(
    """
    INSERT INTO submissions (project_id, form_pk, root_instance_id, submitter_id, device_id,
        received_at)
    VALUES (:project_id, :form_pk, :instance_id, :submitter_id, :device_id, :now)
    ON CONFLICT (form_pk, root_instance_id) DO NOTHING
    RETURNING id
    """
)
INSERT_VERSION = DriverStatement(
    """
    INSERT INTO submission_versions (submission_id, form_pk, form_version_id, instance_id,
        instance_name, xml_sha256, is_current, saw_incomplete, submitter_id, device_id,
        user_agent, flags, received_at)
    VALUES (:submission_id, :form_pk, :form_version_id, :instance_id,
        :instance_name, :xml_sha256, true, :saw_incomplete, :submitter_id, :device_id,
        :user_agent, '[]', :now)
    RETURNING id
    """
)
SET_CURRENT = DriverStatement(
    "UPDATE submissions SET current_version_id = :version_id WHERE id = :submission_id"
)
INSERT_XML = DriverStatement(
    "INSERT INTO submission_xmls (submission_version_id, xml) VALUES (:version_id, :xml)"
)
INSERT_JOB = DriverStatement(
    """
    INSERT INTO outbox (kind, key, lane, payload, available_at, attempts)
    VALUES ('process_submission', :key, 'quick', :payload, :now, 0)
    """
)
ADD_IF_NEW = DriverStatement(
    f"""
    WITH target AS ({_TARGET}), made AS (
        INSERT INTO submissions (project_id, form_pk, root_instance_id, submitter_id, device_id,
            received_at, current_version_id)
        SELECT :project_id, form_pk, :instance_id, :submitter_id, :device_id,
            :now, nextval('submission_versions_id_seq')
        FROM target
        WHERE form_version_id IS NOT NULL AND known_id IS NULL
            AND state <> :closed AND NOT is_anonymous
            AND (CAST(:token_hash AS bytea) IS NULL
                 OR (sender_id = :submitter_id AND is_assigned))
        ON CONFLICT (form_pk, root_instance_id) DO NOTHING
        RETURNING id, current_version_id
    ), version AS (
        INSERT INTO submission_versions (id, submission_id, form_pk, form_version_id,
            instance_id, instance_name, xml_sha256, is_current, saw_incomplete, submitter_id,
            device_id, user_agent, flags, received_at)
        SELECT made.current_version_id, made.id, target.form_pk, target.form_version_id,
            :instance_id, :instance_name, :xml_sha256, true, :saw_incomplete, :submitter_id,
            :device_id, :user_agent, '[]', :now
        FROM made, target
        RETURNING id
    ), document AS (
        INSERT INTO submission_xmls (submission_version_id, xml)
        SELECT version.id, :xml FROM version
    ), job AS (
        INSERT INTO outbox (kind, key, lane, payload, available_at, attempts)
        SELECT 'process_submission', CAST(version.id AS text), 'quick',
            jsonb_build_object('submission_version_id', version.id), :now, 0
        FROM version
    )
    SELECT target.*, version.id FROM target LEFT JOIN version ON true
    """  # noqa: S608 - put together from texts of this file alone
)
NOTE_USE = DriverStatement(
    """
    UPDATE app_users SET last_used_at = :now
    WHERE id = :app_user_id AND (last_used_at IS NULL OR last_used_at < :used_since)
    """
)
NOTE_INCOMPLETE = DriverStatement(
    "UPDATE submission_versions SET saw_incomplete = true WHERE id = :version_id"
)
GET_XML = DriverStatement(
    "SELECT xml FROM submission_xmls WHERE submission_version_id = :version_id"
)
