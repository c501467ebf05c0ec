package kb

import "fmt"

// thresholdText says how far it is to the line, such as あと18分で該当します.
func (c *dutyCase) thresholdText(t DutyThreshold, serious Verdict) *Text {
	text := c.minutesText(t)
	if serious != Yes && c.in.Service != CriticalFacility {
		text = text.then(c.usersText(t))
	}
	if text == (Text{}) {
		return nil
	}
	return &text
}

func (c *dutyCase) minutesText(t DutyThreshold) Text {
	facility := c.in.Service == CriticalFacility
	switch {
	case c.in.Users == nil && !facility:
		return Text{}
	case t.Minutes == nil:
		return Text{"この人数では、どれだけ続いても該当しません。", "With this number of users it never becomes one, however long it lasts."}
	case c.in.Minutes == nil && facility:
		n := length(*t.Minutes)
		return Text{n.JA + "から該当します。", "It becomes one from " + n.EN + " on."}
	case c.in.Minutes == nil:
		n := length(*t.Minutes)
		return Text{"この人数なら、" + n.JA + "から該当します。", "With this number of users it becomes one from " + n.EN + " on."}
	case t.MinutesLeft == nil:
		n := length(*t.Minutes)
		return Text{n.JA + "に届いた時点で該当しました。", "It became one on reaching " + n.EN + "."}
	}
	n, more := length(*t.Minutes), length(*t.MinutesLeft)
	return Text{fmt.Sprintf("あと%sで該当します（開始から%s）。", more.JA, n.JA),
		fmt.Sprintf("%s more and it becomes one (%s from the start).", more.EN, n.EN)}
}

func (c *dutyCase) usersText(t DutyThreshold) Text {
	switch {
	case c.in.Minutes == nil:
		return Text{}
	case t.Users == nil:
		return Text{"この時間では、何人でも該当しません。", "At this length it does not become one, however many users."}
	case c.in.Users == nil:
		n := people(*t.Users)
		return Text{"この時間なら、" + n.JA + "から該当します。", "At this length it becomes one from " + n.EN + " on."}
	}
	n, more := people(*t.Users), people(*t.UsersLeft)
	return Text{fmt.Sprintf("この時間なら、あと%sで該当します（合わせて%s）。", more.JA, n.JA),
		fmt.Sprintf("At this length, %s more and it becomes one (%s in all).", more.EN, n.EN)}
}
