package kb

import (
	"fmt"
	"strconv"
	"strings"
)

// Percent writes part as a percentage of whole, rounded half up to the number
// of digits after the point. Counts are not negative and whole is above 0.
func Percent(part, whole, digits int) string {
	return decimal(divideHalfUp(part*100*pow10(digits), whole), digits)
}

// divideHalfUp divides whole numbers and rounds half up.
func divideHalfUp(a, b int) int { return (2*a + b) / (2 * b) }

// decimal writes n units of the last of so many digits after the point.
func decimal(n, digits int) string {
	if digits == 0 {
		return strconv.Itoa(n)
	}
	unit := pow10(digits)
	return fmt.Sprintf("%d.%0*d", n/unit, digits, n%unit)
}

// digits returns how many digits a percentage has after the point.
func digits(share string) int {
	_, after, _ := strings.Cut(share, ".")
	return len(after)
}

// units reads a percentage in units of its last digit: "49.4" is 494.
func units(share string) int {
	n, _ := strconv.Atoi(strings.Replace(share, ".", "", 1)) // lint holds shares to a pattern
	return n
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

// shares holds each percentage of a row to the counts behind it.
func (c *sumCheck) shares(r *StatRow) {
	for _, col := range c.table.Columns {
		share, ok := r.Shares[col.ID]
		if !ok {
			continue
		}
		whole, of := c.whole(r, col)
		if whole == 0 {
			continue // the whole is not stated: see impliedWhole
		}
		if got := Percent(r.Values[col.ID], whole, digits(share)); got != share {
			c.add(ShareWrong, r.ID+"/"+col.ID, share+"%", got+"%", r, of)
		}
	}
}

// whole returns what a cell is a percentage of, and the row where that stands;
// 0 where the table does not hold it.
func (c *sumCheck) whole(r *StatRow, col StatColumn) (int, *StatRow) {
	if parent, ok := c.table.Row(r.Of); ok {
		return parent.Values[col.ID], parent
	}
	if col.Of != "" {
		return r.Values[col.Of], r
	}
	if len(c.rowsOf(r.ID)) > 0 && len(c.columnsOf(col.ID)) > 0 {
		return r.Values[col.ID], r // the grand total is all of itself
	}
	return 0, r
}

// shareSums holds the percentages of all parts of a row to 100, give or take
// what rounding each of them can add up to.
func (c *sumCheck) shareSums(column string) {
	for i := range c.table.Rows {
		r := &c.table.Rows[i]
		parts, sum, places := c.rowsOf(r.ID), 0, 0
		for _, p := range parts {
			places = max(places, digits(p.Shares[column]))
		}
		n := 0
		for _, p := range parts {
			if share, ok := p.Shares[column]; ok {
				sum, n = sum+units(share)*pow10(places-digits(share)), n+1
			}
		}
		hundred := 100 * pow10(places)
		// Each part is off by at most half a unit of its last digit.
		over, under := 2*(sum-hundred) > n, 2*(hundred-sum) > n
		if n > 0 && (over || under && n == len(parts) && !r.Partial) {
			c.add(ShareSum, r.ID+"/"+column, "100%", decimal(sum, places)+"%", append([]*StatRow{r}, parts...)...)
		}
	}
}

// impliedWhole holds the percentages of a whole that is not stated to each
// other: there must be a whole that gives them all.
func (c *sumCheck) impliedWhole(column string) {
	if low, high, ok := c.table.ImpliedWhole(column); ok && low > high {
		c.add(WholeSplit, "*/"+column, fmt.Sprint(low), fmt.Sprint(high), c.rowsOf("")...)
	}
}

// ImpliedWhole returns the least and the greatest whole of which the values of
// the uppermost rows can be the percentages stated, where the table does not
// hold the whole itself; ok is false where there are no such percentages. No
// whole fits where low exceeds high.
func (t *StatTable) ImpliedWhole(column string) (low, high int, ok bool) {
	c := &sumCheck{table: t}
	col, found := t.Column(column)
	if !found {
		return 0, 0, false
	}
	for _, r := range c.rowsOf("") {
		share, given := r.Shares[column]
		if whole, _ := c.whole(r, *col); !given || whole != 0 || units(share) == 0 {
			continue
		}
		// share-½ ≤ 100·value/whole < share+½, in units of the last digit.
		value, twice := 200*pow10(digits(share))*r.Values[column], 2*units(share)
		least, most := value/(twice+1)+1, value/(twice-1)
		if !ok {
			low, high, ok = least, most, true
		}
		low, high = max(low, least), min(high, most)
	}
	return low, high, ok
}
