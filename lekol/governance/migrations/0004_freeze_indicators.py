"""Frozen figures of indicators are written once; a retained indicator keeps its definition and stays."""

from django.db import migrations

REFUSE = """
CREATE TRIGGER governance_indicatorpoint_once BEFORE UPDATE OR DELETE ON governance_indicatorpoint
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_change();
CREATE FUNCTION governance_refuse_indicator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decision_id IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.ref, OLD.agreement_id, OLD.title, OLD.question, OLD.formula, OLD.measures, OLD.base,
            OLD.school_kinds, OLD.priority, OLD.unit, OLD.direction, OLD.party, OLD.frequency, OLD.clause,
            OLD.decision_id, OLD.since)
        = (NEW.ref, NEW.agreement_id, NEW.title, NEW.question, NEW.formula, NEW.measures, NEW.base,
            NEW.school_kinds, NEW.priority, NEW.unit, NEW.direction, NEW.party, NEW.frequency, NEW.clause,
            NEW.decision_id, NEW.since)
        AND OLD.target IS NOT DISTINCT FROM NEW.target AND OLD.target_on IS NOT DISTINCT FROM NEW.target_on THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Un indicateur retenu ne se modifie pas et ne s''efface pas.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER governance_indicator_once BEFORE UPDATE OR DELETE ON governance_indicator
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_indicator();
"""

ALLOW = """
DROP TRIGGER governance_indicator_once ON governance_indicator;
DROP FUNCTION governance_refuse_indicator();
DROP TRIGGER governance_indicatorpoint_once ON governance_indicatorpoint;
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_indicators")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
