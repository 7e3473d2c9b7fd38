"""What is frozen stays: lines of a bilan, voices of the parties and versions of a text are written once.

The database itself refuses, whoever asks; the chain of digests, and the journal that keeps its ends, then show
what a superuser would have forced or a table emptied whole.
"""

from django.db import migrations

REFUSE = """
CREATE FUNCTION governance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Ce qui est figé ne se modifie pas et ne s''efface pas.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER governance_frozenrow_once BEFORE UPDATE OR DELETE ON governance_frozenrow
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();
CREATE TRIGGER governance_voice_once BEFORE UPDATE OR DELETE ON governance_voice
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();
CREATE TRIGGER governance_draftversion_once BEFORE UPDATE OR DELETE ON governance_draftversion
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();
CREATE FUNCTION governance_refuse_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.ref, OLD.agreement_id, OLD.school_year, OLD.on, OLD.frozen_at, OLD.count, OLD.first, OLD.head)
        = (NEW.ref, NEW.agreement_id, NEW.school_year, NEW.on, NEW.frozen_at, NEW.count, NEW.first, NEW.head)
        AND OLD.frozen_by_id IS NOT DISTINCT FROM NEW.frozen_by_id THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Un bilan figé ne se modifie pas et ne s''efface pas.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER governance_review_once BEFORE UPDATE OR DELETE ON governance_review
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_review();
"""

ALLOW = """
DROP TRIGGER governance_review_once ON governance_review;
DROP TRIGGER governance_draftversion_once ON governance_draftversion;
DROP TRIGGER governance_voice_once ON governance_voice;
DROP TRIGGER governance_frozenrow_once ON governance_frozenrow;
DROP FUNCTION governance_refuse_review();
DROP FUNCTION governance_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_create_governance")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
