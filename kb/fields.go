package kb

import (
	"reflect"
	"strings"
)

// field is a front-matter field as its Go struct declares it.
type field struct {
	typ      reflect.Type
	required bool
}

// fieldTable is the fields of a struct, those of inlined structs included.
type fieldTable struct {
	byName map[string]field
	names  []string // in the order of declaration
}

// fieldTables has all structs that a content file may hold.
var fieldTables = tablesOf(reflect.TypeFor[Source](), reflect.TypeFor[Case](), reflect.TypeFor[Lesson](), reflect.TypeFor[Provision](),
	reflect.TypeFor[TagList](), reflect.TypeFor[Vocabulary](), reflect.TypeFor[DutyRules](), reflect.TypeFor[Statistics]())

// tablesOf makes the tables of structs and of those within them.
func tablesOf(types ...reflect.Type) map[reflect.Type]*fieldTable {
	out := map[reflect.Type]*fieldTable{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			visit(typ.Elem())
		case reflect.Struct:
			if out[typ] != nil {
				return
			}
			t := &fieldTable{byName: map[string]field{}}
			out[typ] = t
			for i := range typ.NumField() {
				if sf := typ.Field(i); isInline(sf) {
					visit(sf.Type)
				}
			}
			eachField(typ, func(name string, f field) {
				t.byName[name], t.names = f, append(t.names, name)
				visit(f.typ)
			})
		}
	}
	for _, typ := range types {
		visit(typ)
	}
	return out
}

// yamlFields returns the fields of a struct by their names in YAML.
func yamlFields(typ reflect.Type) map[string]field { return fieldTables[typ].byName }

// fieldNames returns the names of the fields in the order of declaration.
func fieldNames(typ reflect.Type) []string { return fieldTables[typ].names }

func eachField(typ reflect.Type, visit func(string, field)) {
	for i := range typ.NumField() {
		sf := typ.Field(i)
		name, inline := yamlName(sf)
		if inline {
			eachField(sf.Type, visit)
		} else if name != "" {
			visit(name, field{typ: sf.Type, required: !strings.HasSuffix(sf.Tag.Get("yaml"), ",omitempty")})
		}
	}
}

// yamlName returns the name of a struct field in YAML, "" where it has none.
func yamlName(sf reflect.StructField) (name string, inline bool) {
	name, opts, _ := strings.Cut(sf.Tag.Get("yaml"), ",")
	if name == "-" {
		name = ""
	}
	return name, opts == "inline"
}

func isInline(sf reflect.StructField) bool {
	_, inline := yamlName(sf)
	return inline
}

// enums are the values that a field of each type may have.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[Layer]():        {string(Technical), string(Management), string(Safety), string(Reporting)},
	reflect.TypeFor[Phase]():        {string(Prevention), string(Response), string(FollowUp)},
	reflect.TypeFor[Asserter]():     {string(BySource), string(ByEditor)},
	reflect.TypeFor[Confidence]():   {string(High), string(Medium), string(Low)},
	reflect.TypeFor[Basis]():        {string(Stated), string(Computed)},
	reflect.TypeFor[CauseRole]():    {string(Direct), string(Upstream), string(Aggravating), string(Prolonging)},
	reflect.TypeFor[MeasureKind]():  {string(Interim), string(Permanent), string(Considered)},
	reflect.TypeFor[NoticeKind]():   {string(First), string(Update), string(Recovery), string(Final), string(After)},
	reflect.TypeFor[Recurrence]():   {string(New), string(Restated)},
	reflect.TypeFor[Strength]():     {string(Must), string(Should), string(May), string(Request)},
	reflect.TypeFor[IncidentMark](): {string(IncidentNew), string(IncidentSeen), string(IncidentNone)},
	reflect.TypeFor[SourceType]():   {string(Report), string(Overview), string(Guide), string(Law), string(Guideline)},
	reflect.TypeFor[DutyService](): {string(VoiceEmergency), string(VoiceOnly), string(LPWA), string(FreeMessaging),
		string(FreeInternet), string(InternetAccess), string(OtherService), string(CriticalFacility)},
	reflect.TypeFor[DueRule](): {string(WithoutDelay), string(DaysAfterStart), string(DaysAfterAwareness),
		string(MonthsAfterQuarter), string(MonthsAfterFiscalYear)},
	reflect.TypeFor[ReportItemID](): reportItemNames(),
	reflect.TypeFor[NoteCondition](): {string(NoteAlways), string(NoteSerious), string(NoteUsersUnknown),
		string(NoteFacility), string(NoteNotDegraded)},
	reflect.TypeFor[ErratumKind](): {string(ErrorInReport), string(ErrorInOverview), string(DefinitionDiffer),
		string(Unclear), string(Scanning), string(Style), string(External)},
}

func reportItemNames() []string {
	var out []string
	for _, id := range ReportItemIDs() {
		out = append(out, string(id))
	}
	return out
}
